"""Inputs for regression_loss: (kind, p, t, beta, reduction).

Every group but `reductions` sums or keeps the elements; smooth_l1 has beta 1 except in `beta`; only
`kinks` has errors of 0, errors of exactly beta, and beta 0.
"""

import numpy as np


def draw(rng, shape, scale=2.0):
    t = 3.0 * rng.standard_normal(shape)
    return t + scale * rng.uniform(0.1, 1.9, size=shape) * rng.choice([-1.0, 1.0], size=shape), t


def spread(rng, shape, beta):
    """Errors on both sides of beta, whatever the draw."""
    t = 3.0 * rng.standard_normal(shape)
    factor = rng.permutation(np.where(np.arange(t.size) % 2 == 0, 0.5, 2.0)) * rng.uniform(
        0.6, 1.4, size=t.size
    )
    return t + beta * factor.reshape(shape) * rng.choice([-1.0, 1.0], size=shape), t


def cases(rng, group):
    if group == "sample":
        p, t = np.array([0.5, -1.0, 4.0]), np.array([0.0, 1.0, 1.0])
        for kind in ("l1", "mse", "smooth_l1", "huber"):
            yield kind, p, t, 1.0, "none"
        yield "smooth_l1", p, t, 2.0, "sum"
        yield "huber", p, t, 2.0, "mean"
        yield "smooth_l1", p, t, 0.0, "none"
    elif group == "l1-mse":
        for shape in ((5,), (3, 4), (2, 3, 2)):
            for kind in ("l1", "mse"):
                p, t = draw(rng, shape)
                yield kind, p, t, float(rng.uniform(0.5, 3.0)), str(rng.choice(["none", "sum"]))
    elif group == "smooth":
        for shape in ((6,), (3, 4), (2, 3, 2)):
            for reduction in ("none", "sum"):
                p, t = spread(rng, shape, 1.0)
                yield "smooth_l1", p, t, 1.0, reduction
    elif group == "beta":
        for beta in (0.11, float(rng.uniform(0.2, 0.6)), float(rng.uniform(1.5, 3.0)), 25.0):
            for reduction in ("none", "sum"):
                p, t = spread(rng, (3, 4), beta)
                yield "smooth_l1", p, t, beta, reduction
    elif group == "huber":
        for beta in (0.11, float(rng.uniform(0.2, 0.6)), float(rng.uniform(1.5, 3.0)), 25.0):
            for reduction in ("none", "sum"):
                p, t = spread(rng, (5, 2), beta)
                yield "huber", p, t, beta, reduction
    elif group == "reductions":
        for shape in ((7,), (3, 4), (2, 3, 5)):
            for kind in ("l1", "mse", "smooth_l1", "huber"):
                p, t = spread(rng, shape, 1.0)
                yield kind, p, t, 1.0, "mean"
        p, t = draw(rng, (4, 6))
        yield "mse", p.T, t.T, 1.0, "mean"
    elif group == "kinks":
        for beta in (0.0, 0.5, 2.0):
            t = rng.integers(-8, 8, size=(4, 5)).astype(float)
            d = beta * rng.choice([-1.0, 1.0], size=t.shape) + (beta == 0.0) * rng.integers(
                -3, 4, size=t.shape
            )
            d.flat[:: int(rng.integers(2, 4))] = 0.0
            yield "smooth_l1", t + d, t, beta, "none"
            yield "l1", t + d, t, beta, "sum"
            if beta:
                yield "huber", t + d, t, beta, "none"
    elif group == "purity":
        for kind in ("l1", "mse", "smooth_l1", "huber"):
            p, t = spread(rng, (3, 4), 1.0)
            yield kind, p, t, 1.0, "mean"
