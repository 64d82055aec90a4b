"""Inputs for cross_entropy: (z, y, weight, reduction, ignore_index, label_smoothing).

Every feature has a group of its own; `combined` has all of them at once. K is never N.
"""

import numpy as np

IGNORED = -100
SHAPES = ((5, 3), (4, 7), (9, 2), (1, 6))


def draw(rng, shape, scale=2.0):
    n, k = shape
    return scale * rng.standard_normal(shape), rng.integers(0, k, size=n)


def weights(rng, k):
    return rng.uniform(0.2, 1.0, size=k) * (1.0 + np.arange(k))


def some_ignored(rng, y, k, ignore_index):
    """At least one sample ignored, at least one kept."""
    y = np.where(y == ignore_index, (y + 1) % k, y)
    chosen = rng.permutation(len(y))[: rng.integers(1, len(y))]
    y[chosen] = ignore_index
    return y


def cases(rng, group):
    if group == "sample":
        z = np.log(np.array([[1.0, 2.0, 1.0], [3.0, 1.0, 4.0]]))
        y = np.array([1, 0])
        for reduction in ("mean", "sum", "none"):
            yield z, y, None, reduction, IGNORED, 0.0
        yield z, y, np.array([1.0, 3.0, 2.0]), "mean", IGNORED, 0.0
        yield z, np.array([1, IGNORED]), None, "mean", IGNORED, 0.0
        yield z, y, np.array([1.0, 3.0, 2.0]), "none", IGNORED, 0.25
        yield z, np.array([2, 2]), None, "mean", 2, 0.0
    elif group == "plain":
        for shape in SHAPES:
            z, y = draw(rng, shape)
            for reduction in ("mean", "sum", "none"):
                yield z, y, None, reduction, IGNORED, 0.0
        z, y = draw(rng, (6, 8))
        yield np.asfortranarray(z), y, None, "mean", IGNORED, 0.0
    elif group == "weight":
        for shape in SHAPES[:3]:
            z, y = draw(rng, shape)
            for reduction in ("mean", "sum", "none"):
                yield z, y, weights(rng, shape[1]), reduction, IGNORED, 0.0
    elif group == "ignore":
        for shape in SHAPES[:3]:
            for ignore_index in (IGNORED, 0, int(rng.integers(1, shape[1]))):
                z, y = draw(rng, shape)
                y = some_ignored(rng, y, shape[1], ignore_index)
                for reduction in ("mean", "sum", "none"):
                    yield z, y, None, reduction, ignore_index, 0.0
        z, _ = draw(rng, (4, 3))
        for reduction in ("mean", "sum", "none"):
            yield z, np.full(4, IGNORED), None, reduction, IGNORED, 0.0
    elif group == "smoothing":
        for shape in SHAPES:
            z, y = draw(rng, shape)
            for reduction in ("mean", "none"):
                yield z, y, None, reduction, IGNORED, float(rng.uniform(0.05, 0.6))
    elif group == "combined":
        for shape in ((6, 4), (8, 5), (7, 3)):
            z, y = draw(rng, shape)
            y = some_ignored(rng, y, shape[1], IGNORED)
            for reduction in ("mean", "sum", "none"):
                yield z, y, weights(rng, shape[1]), reduction, IGNORED, float(rng.uniform(0.1, 0.6))
    elif group == "large":
        for shape in ((5, 3), (4, 7)):
            z, y = draw(rng, shape)
            z[np.arange(shape[0]), (y + 1) % shape[1]] += 1.0e3  # a confident mistake
            for reduction in ("mean", "none"):
                yield z, y, None, reduction, IGNORED, 0.0
            yield z - 5.0e3, y, None, "sum", IGNORED, 0.0
    elif group == "purity":
        z, y = draw(rng, (6, 4))
        yield z, y, None, "mean", IGNORED, 0.0
        yield z, some_ignored(rng, y, 4, IGNORED), weights(rng, 4), "mean", IGNORED, 0.1
        yield z, np.full(6, IGNORED), None, "sum", IGNORED, 0.0
