import numpy as np


def linreg_gd(X, y, lr, epochs, mode, batch_size, seed):
    m, n = X.shape
    size = {"bgd": m, "sgd": 1, "minibatch": batch_size}[mode]
    rng = np.random.default_rng(seed)
    w = np.zeros(n)
    history = np.empty(epochs)
    for epoch in range(epochs):
        order = rng.permutation(m)
        for start in range(0, m, size):
            rows = order[start : start + size]
            error = X[rows] @ w - y[rows]
            w = w - lr * (error @ X[rows]) / len(rows)
        history[epoch] = ((X @ w - y) ** 2).mean() / 2
    return w, history
