"""Inputs for batchnorm_forward; a ninth value says which results the driver compares.

eps is negligible in every group but `sample`, `eps` and `eval`, so that a misplaced eps is reported
there and nowhere else. Channels always differ in mean and scale.
"""

import numpy as np

TINY = 1e-14
DENSE = ((2, 3), (5, 4), (16, 1), (7, 10))
CONV = ((2, 3, 4, 5), (1, 4, 3, 2), (5, 2, 1, 3), (3, 6, 2, 2))


def draw(rng, shape, training, *, eps=TINY, mean=None, momentum=0.1, scale=1.0):
    channels = shape[1]
    view = (1, channels) + (1,) * (len(shape) - 2)
    centre = rng.uniform(-3.0, 3.0, size=channels) if mean is None else np.full(channels, mean)
    spread = scale * rng.uniform(0.5, 2.0, size=channels)
    x = centre.reshape(view) + spread.reshape(view) * rng.standard_normal(shape)
    gamma = rng.uniform(0.5, 2.0, size=channels) * rng.choice([-1.0, 1.0], size=channels)
    beta = rng.uniform(-2.0, 2.0, size=channels)
    return (
        x,
        gamma,
        beta,
        eps,
        training,
        rng.uniform(4.0, 6.0, size=channels),
        rng.uniform(5.0, 9.0, size=channels),
        momentum,
    )


def cases(rng, group):
    if group == "sample":
        x = np.array([[1.0, 0.0], [3.0, 6.0]])
        gamma, beta = np.array([2.0, -1.0]), np.array([0.5, 0.0])
        mean, var = np.array([0.0, 1.0]), np.array([1.0, 3.0])
        yield x, gamma, beta, 0.21, True, mean, var, 0.25
        yield x, gamma, beta, 0.21, False, mean, var, 0.25
        yield np.array([[[[1.0, 3.0]], [[0.0, 6.0]]]]), gamma, beta, 0.21, True, mean, var, 0.25
    elif group == "dense":
        for shape in DENSE:
            yield (*draw(rng, shape, True), "out")
        yield (*draw(rng, (6, 3), True, momentum=0.0), "out")
    elif group == "conv":
        for shape in CONV:
            yield (*draw(rng, shape, True), "out")
    elif group == "eps":
        for eps in (1e-1, 0.7, 4.0):
            yield (*draw(rng, (9, 4), True, eps=eps, scale=rng.uniform(0.3, 1.0)), "out")
        args = draw(rng, (8, 3), True, eps=1e-3)
        args[0][:, 1] = 0.75  # a constant channel: its variance is 0 and eps alone sets the scale
        yield (*args, "out")
    elif group == "statistics":
        for shape in (*DENSE[:2], *CONV):
            yield (*draw(rng, shape, True, momentum=rng.uniform(0.05, 0.4)), "statistics")
        yield (*draw(rng, (6, 3), True, momentum=1.0), "statistics")
        yield (*draw(rng, (6, 3), True, momentum=0.0), "statistics")
    elif group == "eval":
        for shape in ((1, 3), (6, 4), (1, 2, 1, 1), (1, 3, 2, 4), (3, 4, 2, 3)):
            yield (*draw(rng, shape, False, eps=1e-5, momentum=rng.uniform(0.2, 0.8)), "all")
    elif group == "offset":
        for shape in ((64, 3), (40, 5)):
            yield (*draw(rng, shape, True, mean=float(rng.choice([-1.0, 1.0])) * 1e6), "out")
    elif group == "single":
        yield (*draw(rng, (1, 4), True), "all")
        yield (*draw(rng, (1, 3, 1, 1), True), "all")
    elif group == "purity":
        yield draw(rng, (6, 3), True)
        yield draw(rng, (3, 2, 4, 4), True)
