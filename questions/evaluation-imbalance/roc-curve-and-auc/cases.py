"""Cases: (y, scores, weights, part); part is what is compared: all, curve, auc, ap or best.

Numbers of positives and negatives have no common factor, so that TPR - FPR has a single maximum.
Scores repeat in `sample`, `ties` and `large` only; every sample counts once except in `weights`.
"""

import numpy as np


def draw(rng, n1, n0, levels=None, shift=1.0):
    """Scores as logits would be, positives a little higher; few levels make ties."""
    y = rng.permutation(np.repeat([1, 0], [n1, n0]))
    scores = rng.normal(size=n1 + n0) * 2 + shift * y
    if levels is not None:
        scores = np.round(scores * levels) / levels
    return y, scores


SIZES = ((5, 8), (7, 4), (3, 20), (11, 9))


def cases(rng, group):
    if group == "sample":
        y = np.array([1, 0, 1, 0, 0])
        yield y, np.array([0.9, 0.7, 0.7, 0.4, 0.1]), None, "all"
        yield y, np.array([0.9, 0.7, 0.7, 0.4, 0.1]), np.array([1.0, 1.0, 3.0, 2.0, 1.0]), "all"
        yield np.array([1, 1]), np.array([0.2, 0.6]), None, "all"
    elif group == "curve":
        for n1, n0 in SIZES:
            yield (*draw(rng, n1, n0), None, "curve")
    elif group in ("auc", "ap"):
        for n1, n0 in SIZES:
            yield (*draw(rng, n1, n0), None, group)
            yield (*draw(rng, n1, n0, shift=-1.0), None, group)
    elif group == "best":
        for n1, n0 in SIZES:
            yield (*draw(rng, n1, n0, shift=2.0), None, group)
    elif group == "ties":
        for n1, n0 in ((7, 11), (8, 15)):
            y, scores = draw(rng, n1, n0, levels=0.5)
            scores[:3], y[:3] = 0.0, (1, 0, 1)
            n = rng.integers(1, 4)
            scores = np.append(scores, np.zeros(n1 * 2 + n0 - len(y) + 1))
            y = np.append(y, np.zeros(len(scores) - len(y), dtype=y.dtype))
            if np.gcd(y.sum(), len(y) - y.sum()) > 1:
                y, scores = np.append(y, [1] * int(n)), np.append(scores, [2.0] * int(n))
            yield y, scores, None, "curve"
            yield y, scores, None, "auc"
            yield y, scores, None, "ap"
        yield np.array([1, 0, 0, 1, 0]), np.full(5, float(rng.integers(-3, 4))), None, "all"
    elif group == "one-class":
        for label in (0, 1):
            y = np.full(4, label)
            yield y, rng.normal(size=4), None, "all"
        yield np.array([1]), rng.normal(size=1), None, "all"
    elif group == "weights":
        for n1, n0 in SIZES[:3]:
            y, scores = draw(rng, n1, n0)
            yield y, scores, rng.uniform(0.2, 5.0, size=len(y)), "all"
        y, scores = draw(rng, 9, 7, levels=1)
        yield y, scores, rng.uniform(0.2, 5.0, size=len(y)), "all"
    elif group == "large":
        y, scores = draw(rng, 20001, 20000, levels=1000)
        yield y, scores, None, "auc"
