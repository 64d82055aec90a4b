import itertools

import numpy as np


def k_fold(n, k, rng, y=None):
    fold_of = np.empty(n, dtype=int)
    groups = [np.arange(n)] if y is None else [np.flatnonzero(y == c) for c in np.unique(y)]
    start = 0
    for rows in groups:
        rows = rng.permutation(rows)
        fold_of[rows] = (start + np.arange(len(rows))) % k
        start += len(rows)
    return [(np.flatnonzero(fold_of != i), np.flatnonzero(fold_of == i)) for i in range(k)]


def grid_search(fit, score, X, y, grid, folds):
    table = []
    best, best_score = None, -np.inf
    for values in itertools.product(*grid.values()):
        params = dict(zip(grid, values))
        scores = []
        for _, val in folds:
            train = np.setdiff1d(np.arange(len(X)), val)
            mean, std = X[train].mean(axis=0), X[train].std(axis=0)
            std[std == 0] = 1.0
            model = fit((X[train] - mean) / std, y[train], **params)
            scores.append(score(model, (X[val] - mean) / std, y[val]))
        table.append((params, float(np.mean(scores))))
        if table[-1][1] > best_score:
            best, best_score = params, table[-1][1]
    return best, table
