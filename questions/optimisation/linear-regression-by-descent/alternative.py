"""Every update as an affine map of w, made of the moments of its batch."""

import numpy as np


def moments(X, y):
    return X.T @ X / len(y), X.T @ y / len(y)


def linreg_gd(X, y, lr, epochs, mode, batch_size, seed):
    m, n = X.shape
    rng = np.random.default_rng(seed)
    whole, target = moments(X, y)
    w, history = np.zeros(n), []
    for _ in range(epochs):
        order = rng.permutation(m)
        count = {"bgd": 1, "sgd": m}.get(mode, -(-m // batch_size))
        size = {"bgd": m, "sgd": 1}.get(mode, batch_size)
        for k in range(count):
            rows = order[k * size : (k + 1) * size]
            gram, aim = moments(X[rows], y[rows])
            w = (np.eye(n) - lr * gram) @ w + lr * aim
        history.append((w @ whole @ w - 2 * target @ w + y @ y / m) / 2)
    return w, np.array(history)
