"""Cases: (what, x, kind, groups, gamma, beta, eps, dout); what is 'y', 'dx', 'parameters',
'all' or 'refusal'.

eps is negligible except in `sample` and `eps`, means are of the order of the standard deviation
except in `offset`, and only `sequence` (and the sample) has three axes. Sizes are pairwise
different, and every set has many elements.
"""

import numpy as np

TINY = 1e-14
SHAPES = ((3, 6, 4, 5), (2, 8, 5, 3), (5, 4, 2, 7))
GROUPS = {4: (2,), 6: (2, 3), 8: (2, 4)}


def draw(rng, what, kind, shape, groups=None, eps=TINY, offset=0.0):
    per_channel = rng.uniform(0.5, 2.0, size=(1, *shape[1:2], *(1,) * (len(shape) - 2)))
    x = per_channel * (rng.standard_normal(shape) + rng.uniform(-2.0, 2.0)) + offset
    form = shape[-1:] if len(shape) == 3 else shape[1:] if kind == "ln" else shape[1:2]
    gamma = rng.uniform(0.5, 2.0, size=form) * rng.choice([-1.0, 1.0], size=form)
    beta = rng.uniform(-2.0, 2.0, size=form)
    return what, x, kind, groups, gamma, beta, eps, rng.standard_normal(shape)


def every(rng, what, shape, **more):
    """One case of each kind."""
    for kind in ("bn", "ln", "in"):
        yield draw(rng, what, kind, shape, **more)
    yield draw(rng, what, "gn", shape, int(rng.choice(GROUPS[shape[1]])), **more)


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[1.0, 3.0]], [[5.0, 7.0]]], [[[0.0, 8.0]], [[2.0, 2.0]]]])
        two, dout = np.array([1.0, 2.0]), np.array([[[[1.0, 0.0]], [[0.0, 0.0]]]] * 2)
        for kind, groups in (("bn", None), ("in", None), ("gn", 1), ("gn", 2)):
            yield "all", x, kind, groups, two, np.array([0.0, 0.5]), 0.21, dout
        full = np.array([[[1.0, 2.0]], [[-1.0, 0.5]]])
        yield "all", x, "ln", None, full, np.zeros((2, 1, 2)), 0.21, dout
        line = np.array([[[1.0, 3.0], [10.0, 10.0]]])
        yield "all", line, "ln", None, two, np.zeros(2), 0.21, np.array([[[1.0, 0.0], [0.0, 1.0]]])
        yield "refusal", line, "bn", None, two, np.zeros(2), 0.21, line
    elif group == "conv":
        for shape in SHAPES:
            yield from every(rng, "y", shape)
    elif group == "sequence":
        for shape in ((3, 5, 8), (2, 7, 6), (1, 4, 5)):
            yield draw(rng, "all", "ln", shape)
    elif group == "extremes":
        for shape in SHAPES[:2]:
            yield draw(rng, "y", "gn", shape, 1)
            yield draw(rng, "y", "gn", shape, shape[1])
        yield from every(rng, "y", (1, 6, 3, 4))
    elif group == "eps":
        for eps in (0.1, 3.0):
            yield from every(rng, "y", SHAPES[0], eps=eps)
        case = draw(rng, "y", "in", (2, 3, 4, 5), eps=1e-3)
        case[1][1, 2] = 0.75  # a constant feature map: the variance is 0
        yield case
    elif group == "offset":
        yield from every(rng, "y", SHAPES[1], offset=float(rng.choice([-1e6, 1e6])))
    elif group == "dx":
        for shape in SHAPES:
            yield from every(rng, "dx", shape)
        yield from every(rng, "dx", (1, 6, 3, 4), eps=0.5)
    elif group == "parameters":
        for shape in SHAPES:
            yield from every(rng, "parameters", shape)
    elif group == "invalid":
        yield draw(rng, "refusal", "gn", (2, 7, 3, 4), int(rng.choice([2, 3])))
        yield draw(rng, "refusal", "gn", (2, 5, 3, 4), int(rng.choice([3, 4])))
        for kind in ("bn", "in"):
            yield draw(rng, "refusal", kind, (2, 4, 6))
        yield draw(rng, "refusal", "gn", (2, 4, 6), 2)
    elif group == "purity":
        yield from every(rng, "all", SHAPES[0])
        yield draw(rng, "all", "ln", (2, 4, 6))
