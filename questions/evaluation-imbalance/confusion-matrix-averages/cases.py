"""Cases: (y, p, k, average, weights, part); part is what is compared: all, matrix or scores.

Outside `zero` every class occurs in y and in p and is hit at least once, so that nothing is divided
by zero; outside `weights` every sample counts once.
"""

import numpy as np

AVERAGES = ("none", "macro", "micro", "weighted")


def draw(rng, k, n, share_right=0.5):
    """Classes of very different sizes, so that the averages differ."""
    size = rng.permutation(np.arange(1.0, k + 1)) ** 2
    y = np.concatenate([np.arange(k), rng.choice(k, size=n, p=size / size.sum())])
    p = np.where(rng.random(len(y)) < share_right, y, rng.integers(0, k, size=len(y)))
    p[:k] = np.arange(k)
    order = rng.permutation(len(y))
    return y[order], p[order]


def cases(rng, group):
    if group == "sample":
        y = np.array([0, 0, 0, 0, 1, 1, 2, 2])
        p = np.array([0, 1, 1, 1, 1, 1, 1, 1])  # class 2 is never predicted
        for average in AVERAGES:
            yield y, p, 3, average, None, "all"
        attack = np.array([0, 1]), np.array([0, 0]), 2, "none", np.array([99999.0, 1.0]), "all"
        yield attack
        yield (*attack[:3], "micro", *attack[4:])
    elif group == "matrix":
        for k, n in ((2, 12), (3, 20), (5, 40)):
            yield (*draw(rng, k, n), k, "none", None, "matrix")
    elif group == "per-class":
        for k, n in ((2, 15), (3, 25), (6, 60)):
            yield (*draw(rng, k, n), k, "none", None, "scores")
    elif group in ("macro", "micro", "weighted"):
        for k, n in ((2, 15), (3, 25), (6, 60)):
            yield (*draw(rng, k, n), k, group, None, "scores")
    elif group == "zero":
        y, p = draw(rng, 4, 30)
        gap = rng.integers(0, 5)
        for average in AVERAGES:
            yield y + (y >= gap), p + (p >= gap), 5, average, None, "scores"  # occurs nowhere
            yield y + (y >= gap), np.full_like(p, gap), 5, average, None, "scores"  # nothing right
        for average in AVERAGES:
            yield y[:0], p[:0], 3, average, None, "all"
    elif group == "weights":
        for k, average in ((2, "none"), (3, "macro"), (4, "micro"), (3, "weighted")):
            y, p = draw(rng, k, 20)
            yield y, p, k, average, rng.uniform(0.1, 20.0, size=len(y)) ** 2, "all"
