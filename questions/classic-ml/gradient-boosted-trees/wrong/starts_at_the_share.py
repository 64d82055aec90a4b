import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Node:
    def __init__(self, x, r, h, depth):
        self.left = None
        self.value = np.sum(r) / np.sum(h)
        if depth == 0:
            return
        best = 1e-9
        for j in range(x.shape[1]):
            v = np.unique(x[:, j])
            for t in (v[:-1] + v[1:]) / 2:
                a, b = r[x[:, j] <= t], r[x[:, j] > t]
                gain = np.sum((r - r.mean()) ** 2)
                gain -= np.sum((a - a.mean()) ** 2) + np.sum((b - b.mean()) ** 2)
                if gain > best + 1e-9:
                    best, self.j, self.t, self.left = gain, j, t, True
        if self.left:
            m = x[:, self.j] <= self.t
            self.left = Node(x[m], r[m], h[m], depth - 1)
            self.right = Node(x[~m], r[~m], h[~m], depth - 1)

    def predict(self, row):
        if self.left is None:
            return self.value
        return self.left.predict(row) if row[self.j] <= self.t else self.right.predict(row)


def gbdt(x, y, loss, depth, lr, rounds, queries):
    if loss == "squared":
        f0 = y.mean()
    else:
        p = np.clip(y.mean(), 0.001, 0.999)
        f0 = p
    f = np.full(len(x), f0)
    q = np.full(len(queries), f0)
    history = [q]
    for _ in range(rounds):
        if loss == "squared":
            r, h = y - f, np.ones(len(y))
        else:
            p = sigmoid(f)
            r, h = y - p, p * (1 - p)
        tree = Node(x, r, h, depth)
        f = f + lr * np.array([tree.predict(row) for row in x])
        q = q + lr * np.array([tree.predict(row) for row in queries])
        history.append(q)
    return np.stack(history)
