"""Cases: ('k_fold', n, k, seed[, y[, look]]) or (model, X, y, grid, folds).

The features matter in `scaling` and `constant` only: the models `mean` and `majority` ignore them.
"""

import numpy as np


def seed(rng):
    return int(rng.integers(0, 1 << 31))


def split(rng, n, k):
    order = rng.permutation(n)
    vals = np.array_split(order, k)
    return [(np.setdiff1d(order, val), val) for val in vals]


def labels(rng, counts):
    return rng.permutation(np.repeat(np.arange(len(counts)), counts))


def features(rng, n, d):
    return rng.uniform(-1.0, 1.0, size=(n, d)) * rng.uniform(1.0, 30.0, size=d) + 5.0


def cases(rng, group):
    if group == "sample":
        yield "k_fold", 7, 3, 0
        yield "k_fold", 7, 3, 0, np.array([0, 1, 1, 0, 1, 1, 0])
        X = np.array([[0.0], [1.0], [2.0], [6.0]])
        y = np.array([1.0, 2.0, 3.0, 8.0])
        folds = [(np.array([1, 2, 3]), np.array([0])), (np.array([0, 1]), np.array([2, 3]))]
        yield "mean", X, y, {"shrink": [0.5, 1.0], "shift": [0.0, 1.0]}, folds
        yield "ridge", X, y, {"alpha": [0.0, 1.0]}, folds
    elif group == "folds":
        for n, k in ((12, 3), (8, 2), (5, 5), (30, 10)):
            yield "k_fold", n, k, seed(rng)
    elif group == "uneven":
        for n, k in ((11, 4), (14, 5), (19, 10), (9, 2)):
            yield "k_fold", n, k, seed(rng)
    elif group == "stratified":
        yield "k_fold", 24, 4, seed(rng), labels(rng, (12, 8, 4))
        yield "k_fold", 23, 4, seed(rng), labels(rng, (9, 9, 5))
        yield "k_fold", 22, 5, seed(rng), labels(rng, (11, 6, 3, 2))
        yield "k_fold", 40, 4, seed(rng), np.repeat([3, 5], (36, 4))
        yield "k_fold", 21, 4, seed(rng), 2 * labels(rng, (12, 9)) - 1  # labels -1 and 1
    elif group == "shuffled":
        yield "k_fold", 60, 4, seed(rng), None, True
        yield "k_fold", 60, 4, seed(rng), np.repeat([0, 1], (40, 20)), True
    elif group == "search":
        for n, k in ((9, 2), (11, 3)):
            y = rng.uniform(2.0, 9.0, size=n)
            grid = {"shrink": rng.uniform(0.5, 1.0, size=3).tolist(), "shift": [0.0, 0.5]}
            yield "mean", features(rng, n, 2), y, grid, split(rng, n, k)
            grid = {"shift": rng.uniform(0.1, 1.0, size=2).tolist(), "shrink": [0.9, 1.0, 0.7]}
            yield "mean", features(rng, n, 2), y, grid, split(rng, n, k)
        y = rng.uniform(2.0, 9.0, size=9)
        later = [(np.arange(end), np.arange(end, end + 2)) for end in (3, 5, 7)]
        grid = {"shrink": rng.uniform(0.5, 1.0, size=3).tolist()}
        yield "mean", features(rng, 9, 2), y, grid, later  # trains on earlier rows only
    elif group == "ties":
        y = np.array([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
        for k in (3, 4):
            grid = {"colour": rng.permutation(5).tolist(), "rank": [2, 1]}
            vals = [np.arange(i, 12, k) for i in range(k)]
            folds = [(np.setdiff1d(np.arange(12), val), val) for val in vals]
            yield "majority", features(rng, 12, 1), y, grid, folds
    elif group == "scaling":
        for n, k in ((12, 3), (17, 4)):
            X = features(rng, n, 3)
            y = X @ rng.uniform(0.5, 1.5, size=3) + rng.standard_normal(n)
            X[:, 0] *= 1e-11  # a small unit, not a constant
            yield "ridge", X, y, {"alpha": [30.0, 0.5, 3.0]}, split(rng, n, k)
    elif group == "constant":
        X = features(rng, 10, 3)
        X[:, 1] = 4.0
        X[:, 2] = 0.0
        X[rng.integers(0, 10), 2] = 2.0  # constant in the training part of one fold
        y = rng.uniform(1.0, 5.0, size=10)
        yield "ridge", X, y, {"alpha": [1.0, 5.0]}, split(rng, 10, 2)
        yield "sum", X, y, {"factor": [0.5, 1.0]}, split(rng, 10, 2)
