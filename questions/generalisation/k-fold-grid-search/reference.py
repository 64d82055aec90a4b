import itertools

import numpy as np


def k_fold(n, k, rng, y=None):
    order = rng.permutation(n)
    if y is not None:  # class by class, shuffled within each
        order = order[np.argsort(y[order], kind="stable")]
    return [(np.setdiff1d(order, order[i::k]), order[i::k]) for i in range(k)]


def grid_search(fit, score, X, y, grid, folds):
    table = []
    for values in itertools.product(*grid.values()):
        params = dict(zip(grid, values))
        scores = []
        for train, val in folds:
            mean, std = X[train].mean(axis=0), X[train].std(axis=0)
            scaled = (X - mean) / np.where(std > 0, std, 1.0)
            model = fit(scaled[train], y[train], **params)
            scores.append(score(model, scaled[val], y[val]))
        table.append((params, sum(scores) / len(scores)))
    return max(table, key=lambda row: row[1])[0], table
