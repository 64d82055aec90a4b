"""Compares the weights, or says what is true of the bags; the rows themselves are random."""

import numpy as np


def facts(y, n_models, bags):
    counts = np.bincount(y)
    told = {"number of bags": len(bags)}
    for bag in bags:
        if not isinstance(bag, np.ndarray) or bag.dtype != np.int64 or bag.ndim != 1:
            return told | {"every bag is an int64 vector": False}
        if len(bag) and not (0 <= bag.min() and bag.max() < len(y)):
            return told | {"every bag holds rows of y": False}
    inside = [np.bincount(y[bag], minlength=len(counts)).tolist() for bag in bags]
    use = sum(np.bincount(bag, minlength=len(y)) for bag in bags)
    spread = [int(np.ptp(use[y == c])) for c in range(len(counts))]
    return told | {
        "classes in each bag": inside,
        "bags without repeats": [len(set(bag.tolist())) == len(bag) for bag in bags],
        "all rows of a class used alike": all(s <= 1 for s in spread),
    }


def drive(solution, y, n_models, seed, what):
    clean = y.copy()
    weights, bags = solution(y, n_models, np.random.default_rng(seed))
    if what == "weights":
        return weights
    if what == "bags":
        return facts(clean, n_models, bags)
    _, again = solution(clean.copy(), n_models, np.random.default_rng(seed))
    _, other = solution(clean.copy(), n_models, np.random.default_rng(seed + 1))
    sets = [[sorted(bag.tolist()) for bag in run] for run in (bags, again, other)]
    return {
        "same seed, same bags": sets[0] == sets[1],
        "other seed, other bags": sets[0] != sets[2],
    }
