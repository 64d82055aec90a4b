"""Cases: (rule, scores, y, c_fp, c_fn).

Class 1 is rare except in `majority`; scores are probabilities except in `logits`; nothing lies on
the threshold of the rules `prior` and `cost` except in `boundary`; F1 has a single maximum except
in `ties`.
"""

import numpy as np


def draw(rng, n1, n0):
    y = rng.permutation(np.repeat([1, 0], [n1, n0]))
    z = rng.normal(size=n1 + n0) + 2.0 * y + np.log(n1 / n0)
    return 1 / (1 + np.exp(-z)), y


def costs(rng):
    return float(rng.integers(1, 6)), float(rng.integers(7, 40))


def one_peak(rng, n1, n0, change=lambda z: z):
    """Draw until F1 has a single maximum, inside the range and not where accuracy is highest."""
    while True:
        scores, y = draw(rng, n1, n0)
        scores = change(scores)
        levels = np.unique(scores)
        called = scores >= levels[:, None]
        f1 = 2 * (called & (y == 1)).sum(axis=1) / (called.sum(axis=1) + n1)
        best = f1.argmax()
        right = (called == y).sum(axis=1)
        alone = np.sum(f1 > f1.max() - 1e-9) == 1 and 0 < best < len(levels) - 1
        if alone and right[best] < right.max():
            return scores, y, levels[best]


def cases(rng, group):
    if group == "sample":
        scores = np.array([0.9, 0.6, 0.5, 0.3, 0.25, 0.2, 0.1, 0.05])
        y = np.array([1, 0, 1, 0, 0, 0, 0, 0])
        for rule in ("prior", "cost", "f1"):
            yield rule, scores, y, 1.0, 4.0
        yield "f1", np.array([0.8, 0.4, 0.4, 0.1]), np.array([0, 1, 0, 0]), 1.0, 1.0
    elif group == "prior":
        for n1, n0 in ((1000, 10000), (7, 40), (3, 90)):
            yield ("prior", *draw(rng, n1, n0), *costs(rng))
        yield "prior", rng.random(5), np.zeros(5, dtype=np.int64), *costs(rng)
    elif group == "cost":
        for n1, n0 in ((9, 40), (4, 70), (12, 13)):
            yield ("cost", *draw(rng, n1, n0), *costs(rng))
            yield ("cost", *draw(rng, n1, n0), *costs(rng)[::-1])
    elif group == "f1":
        for n1, n0 in ((9, 40), (6, 70), (15, 20)):
            yield ("f1", *one_peak(rng, n1, n0)[:2], *costs(rng))
    elif group == "equal-scores":
        # taking only the positive one of the ten samples in the middle would be perfect
        low, middle, high = np.sort(rng.random(3))
        scores = np.repeat([high, middle, low], [2, 10, 4])
        y = np.repeat([1, 0], [3, 13])
        order = rng.permutation(16)
        yield "f1", scores[order], y[order], *costs(rng)
        for n1, n0 in ((9, 50), (8, 61)):
            scores, y, s = one_peak(rng, n1, n0, lambda p: np.ceil(p * 8) / 8)
            yield "f1", scores, y, *costs(rng)
            yield "f1", np.append(scores, [s, s]), np.append(y, [1, 1]), *costs(rng)
    elif group == "ties":
        # two thresholds with the same F1: 1 of 1 found with n1 = 3, and 2 of 5
        low = np.sort(rng.uniform(0.3, 0.6, size=4))[::-1]
        scores = np.concatenate([[0.9], low, [0.2, 0.1, 0.05]])
        y = np.array([1, 0, 0, 0, 1, 0, 0, 1])
        order = rng.permutation(8)
        yield "f1", scores[order], y[order], *costs(rng)
        yield "f1", rng.random(6), np.zeros(6, dtype=np.int64), *costs(rng)
    elif group == "boundary":
        half = float(rng.integers(1, 8))
        y = rng.permutation(np.array([1, 0, 0, 0]))
        scores = np.array([0.25, 0.5, 0.125, 0.25])
        yield "prior", scores, y, half, half
        yield "cost", scores, y, half, half
        yield "cost", scores, y, half, 3 * half
    elif group == "logits":
        logit = lambda p: np.log(p / (1 - p)) * 3 - 2
        for n1, n0 in ((9, 40), (6, 70)):
            yield ("f1", *one_peak(rng, n1, n0, logit)[:2], *costs(rng))
    elif group == "majority":
        for n1, n0 in ((40, 9), (700, 80)):
            yield ("prior", *draw(rng, n1, n0), *costs(rng))
