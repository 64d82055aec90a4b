"""Says of folds whether they are sound, or runs a search with a model that the case names."""

import numpy as np


def k_fold_report(k_fold, n, k, seed, y=None, look=False):
    def folds_of(seed):
        return k_fold(n, k, np.random.default_rng(seed), None if y is None else y.copy())

    folds = folds_of(seed)
    vals = [np.asarray(val) for _, val in folds]
    said = {
        "number of folds": len(folds),
        "every row validated once": np.sort(np.concatenate(vals)).tolist() == list(range(n)),
        "train is all the rest": all(
            np.sort(np.concatenate([train, val])).tolist() == list(range(n)) for train, val in folds
        ),
        "sizes differ by at most": int(np.ptp([len(val) for val in vals])),
    }
    if y is not None and not look:
        spread = [np.ptp([(y[val] == label).sum() for val in vals]) for label in np.unique(y)]
        said["rows of a class differ by at most"] = int(max(spread))
    if look:

        def as_sets(folds):
            return {frozenset(np.asarray(val).tolist()) for _, val in folds}

        said["same seed, same folds"] = as_sets(folds_of(seed)) == as_sets(folds)
        said["other seed, other folds"] = as_sets(folds_of(seed + 1)) != as_sets(folds)
    return said


def fit_mean(X, y, shrink, shift=0.0):
    return shrink * y.mean() + shift


def score_mean(model, X, y):
    return -float(((y - model) ** 2).mean())


def fit_ridge(X, y, alpha):
    centre = y.mean()
    return centre, np.linalg.solve(X.T @ X + alpha * np.eye(X.shape[1]), X.T @ (y - centre))


def score_ridge(model, X, y):
    return -float(((y - model[0] - X @ model[1]) ** 2).mean())


def fit_majority(X, y, rank, colour=0):
    """The most frequent label, or the second; the colour makes no difference."""
    labels, counts = np.unique(y, return_counts=True)
    return labels[np.argsort(-counts, kind="stable")[min(rank, len(labels)) - 1]]


def score_majority(model, X, y):
    return float((y == model).mean())


def fit_sum(X, y, factor):
    return factor


def score_sum(model, X, y):
    return -float(((y - model * X.sum(axis=1)) ** 2).mean())


def drive(solution, what, *args):
    functions = solution.__globals__
    if what == "k_fold":
        if not callable(functions.get("k_fold")):
            raise NameError("there is no function k_fold")
        return k_fold_report(functions["k_fold"], *args)
    fit, score = globals()[f"fit_{what}"], globals()[f"score_{what}"]
    return solution(fit, score, *args)
