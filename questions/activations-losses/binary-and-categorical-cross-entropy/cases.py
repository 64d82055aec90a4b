"""Cases: (name, first argument, labels) and, for `weights`, the weights of the labels.

Probabilities come near 0 and 1 in `sample` and `clamp` only, logits beyond 5 in `large` only, and
labels between 0 and 1 in `soft`, in the rows of `distributions` and once each in `clamp` and `weights` only.
"""

import numpy as np


def logits(rng, shape):
    return rng.uniform(-4.0, 4.0, size=shape)


def hard(rng, shape):
    """Labels that are never the same in all places of a row, or of a column."""
    y = rng.integers(0, 2, size=shape).astype(float)
    y[0], y[1] = np.arange(shape[1]) % 2, (np.arange(shape[1]) + 1) % 2
    return y


def shares(rng, shape):
    rows = rng.uniform(0.1, 1.0, size=shape)
    return rows / rows.sum(axis=1, keepdims=True)


def cases(rng, group):
    if group == "sample":
        z, y = np.log([[3.0, 1.0], [1.0, 0.25]]), np.array([[1.0, 0.0], [0.0, 1.0]])
        yield "bce", np.array([[0.75, 0.5], [0.0, 0.2]]), y
        yield "bce", np.array([[0.75, 0.5], [1.0, 0.2]]), y
        yield "bce_with_logits", z, y
        yield "bce_with_logits", z, y, np.array([2.0, 3.0])
        yield "categorical_ce", z, np.array([0, 1])
        yield "categorical_ce", z, y
    elif group == "probabilities":
        for shape in ((4, 3), (3, 5), (6, 1)):
            yield "bce", rng.uniform(0.05, 0.95, size=shape), hard(rng, shape)
    elif group == "clamp":
        p = rng.uniform(0.2, 0.8, size=(4, 3))
        y = hard(rng, (4, 3))
        small = p.copy()
        small[:, 0] = np.where(y[:, 0] > 0, 1.0e-9, 0.5)
        yield "bce", small, y
        p[0, :2], p[1, :2] = (1.0, 0.0), (1.0, 0.0)  # certain, and wrong in half of them
        yield "bce", p, y
        tiny = np.full((2, 2), 1.0e-60)
        yield "bce", tiny, np.array([[1.0, 0.0], [1.0, 1.0]])
        part = rng.uniform(0.2, 0.8, size=(2, 2))
        yield "bce", np.array([[0.0, 1.0], [1.0e-60, 0.5]]), part  # below the bound and in part
    elif group == "logits":
        for shape in ((4, 3), (3, 5), (6, 1)):
            yield "bce_with_logits", logits(rng, shape), hard(rng, shape)
    elif group == "soft":
        yield "bce", rng.uniform(0.05, 0.95, size=(3, 4)), rng.uniform(0.1, 0.9, size=(3, 4))
        for shape in ((4, 3), (3, 5)):
            yield "bce_with_logits", logits(rng, shape), rng.uniform(0.1, 0.9, size=shape)
    elif group == "weights":
        for shape in ((4, 3), (2, 5)):
            weight = rng.permutation(np.linspace(2.0, 6.0, shape[1]))
            yield "bce_with_logits", logits(rng, shape), hard(rng, shape), weight
        part = rng.uniform(0.1, 0.9, size=(4, 3))
        yield "bce_with_logits", logits(rng, (4, 3)), part, np.array([5.0, 2.0, 3.0])
    elif group == "large":
        z = np.array([[200.0, -200.0, 200.0], [-200.0, 200.0, -200.0], [1000.0, -1000.0, 3.0]])
        yield "bce_with_logits", z, hard(rng, (3, 3))
        yield "bce_with_logits", z, hard(rng, (3, 3)), np.array([2.0, 3.0, 5.0])
        z = logits(rng, (4, 3))
        z[0] += 1000.0
        z[1] -= 1000.0
        z[2, rng.integers(0, 2)] += 1000.0
        yield "categorical_ce", z, np.array([0, 1, 2, 0])
    elif group == "indices":
        for n, k in ((4, 3), (3, 6), (5, 2)):
            yield "categorical_ce", logits(rng, (n, k)), rng.integers(0, k, size=n)
    elif group == "distributions":
        for n, k in ((4, 3), (3, 6)):
            yield "categorical_ce", logits(rng, (n, k)), np.eye(k)[rng.integers(0, k, size=n)]
            yield "categorical_ce", logits(rng, (n, k)), shares(rng, (n, k))
    elif group == "purity":
        yield "bce", rng.uniform(0.05, 0.95, size=(3, 4)), hard(rng, (3, 4))
        yield "bce_with_logits", logits(rng, (3, 4)), hard(rng, (3, 4)), np.arange(1.0, 5.0)
        yield "categorical_ce", logits(rng, (3, 4)), np.array([1, 2, 0])
