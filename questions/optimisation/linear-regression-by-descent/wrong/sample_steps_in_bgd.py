import numpy as np


def linreg_gd(X, y, lr, epochs, mode, batch_size, seed):
    m, n = X.shape
    size = {"bgd": 1, "sgd": 1, "minibatch": batch_size}[mode]
    rng = np.random.default_rng(seed)
    w = np.zeros(n)
    history = []
    for _ in range(epochs):
        order = rng.permutation(m)
        Xs, ys = X[order], y[order]
        for i in range(0, m, size):
            xb, yb = Xs[i : i + size], ys[i : i + size]
            w -= lr * xb.T @ (xb @ w - yb) / len(yb)
        history.append(np.sum((X @ w - y) ** 2) / (2 * m))
    return w, np.array(history)
