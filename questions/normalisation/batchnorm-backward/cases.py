"""Inputs for bn_backward: cases(rng, group) yields (dout, x, gamma, eps).

eps is negligible in every group but `sample` and `eps`, so that a misplaced eps is reported there
and nowhere else.
"""

import numpy as np

TINY = 1e-14


def draw(rng, shape, eps, mean=0.0, scale=1.0):
    x = mean + scale * rng.standard_normal(shape)
    gamma = rng.uniform(0.5, 2.0, size=shape[1]) * rng.choice([-1.0, 1.0], size=shape[1])
    return rng.standard_normal(shape), x, gamma, eps


def cases(rng, group):
    if group == "sample":
        x = np.array([[1.0, -2.0], [3.0, 0.0], [5.0, 5.0]])
        dout = np.array([[1.0, 0.5], [0.0, -1.0], [-0.5, 2.0]])
        yield dout, x, np.array([2.0, -1.0]), 0.25
        yield draw(rng, (2, 3, 2, 1), 1e-3)
    elif group == "dense":
        for n, c in ((3, 5), (7, 3), (16, 1), (33, 4)):
            yield draw(rng, (n, c), TINY)
        dout, x, gamma, eps = draw(rng, (6, 4), TINY)
        gamma[1] = 0.0
        yield dout, x, gamma, eps
        dout, x, gamma, eps = draw(rng, (5, 9), TINY)
        yield np.asfortranarray(dout), x[:, ::-1], gamma[::-1], eps
    elif group == "conv":
        for shape in ((2, 3, 4, 5), (1, 4, 3, 2), (5, 2, 1, 3), (3, 6, 2, 2)):
            yield draw(rng, shape, TINY)
        dout, x, gamma, eps = draw(rng, (3, 4, 5, 2), TINY)
        yield dout.transpose(0, 1, 3, 2), x.transpose(0, 1, 3, 2), gamma, eps
    elif group == "eps":
        for eps in (1e-2, 0.3, 4.0):
            yield draw(rng, (9, 4), eps, scale=rng.uniform(0.3, 3.0))
        yield draw(rng, (2, 5), 0.5)
        dout, x, gamma, eps = draw(rng, (8, 3), 1e-3)
        x[:, 1] = 0.75  # a constant channel: its variance is 0 and eps alone sets the scale
        yield dout, x, gamma, eps
    elif group == "offset":
        for shape in ((64, 3), (40, 5)):
            yield draw(rng, shape, TINY, mean=float(rng.choice([-1.0, 1.0])) * 1e6)
    elif group == "purity":
        yield draw(rng, (6, 3), 1e-5)
        yield draw(rng, (3, 2, 4, 4), 1e-5)
