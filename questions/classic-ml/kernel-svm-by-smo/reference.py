import numpy as np


def signed(values, y):
    return np.where(y == 1, values, -values)


class KernelSVM:
    def __init__(self, c, kernel, sigma):
        self.c, self.kernel, self.sigma = c, kernel, sigma

    def gram(self, a, b):
        if self.kernel == "linear":
            return a @ b.T
        square = ((a[:, None] - b) ** 2).sum(axis=-1)
        return np.exp(-square / (2 * self.sigma**2))

    def fit(self, x, y):
        if set(y.tolist()) != {-1, 1}:
            raise ValueError("labels are -1 and 1, and both occur")
        self.x, k = x, self.gram(x, x)
        beta, rest = np.zeros(len(y)), y.astype(float)  # beta = alpha y, rest = y - K beta
        floor, ceiling = np.where(y == 1, 0.0, -self.c), np.where(y == 1, self.c, 0.0)
        while True:
            # the pair that wants it most: one beta grows and another shrinks by as much
            i = np.where(beta < ceiling - 1e-10, rest, -np.inf).argmax()
            j = np.where(beta > floor + 1e-10, rest, np.inf).argmin()
            gap = rest[i] - rest[j]
            if gap < 1e-7:
                break
            step = min(ceiling[i] - beta[i], beta[j] - floor[j])
            bend = k[i, i] + k[j, j] - 2 * k[i, j]
            if step * bend > gap:
                step = gap / bend
            beta[i] += step
            beta[j] -= step
            rest -= step * (k[i] - k[j])
        self.beta, self.b = beta, float(rest[i] + rest[j]) / 2
        return np.abs(beta), self.b

    def decision(self, queries):
        return self.gram(queries, self.x) @ self.beta + self.b

    def check(self, x, y, alpha, b):
        beta = signed(alpha, y)
        push = self.gram(x, x) @ beta
        slack = signed(push + b, y) - 1
        below = np.where(alpha < self.c, -slack, 0.0).max()
        above = np.where(alpha > 0, slack, 0.0).max()
        box = max(-alpha.min(), alpha.max() - self.c, 0.0)
        dual = alpha.sum() - beta @ push / 2
        return float(dual), float(beta.sum()), float(box), float(max(below, above, 0.0))
