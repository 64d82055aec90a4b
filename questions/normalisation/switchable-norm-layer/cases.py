"""Cases: (x, w_mean, w_var, gamma, beta, eps).

Channels and samples differ in mean and scale, so that the three kinds of statistics do. eps is
negligible except in `sample` and `eps`; only `large` has logits beyond 3, only `offset` a large mean.
"""

import numpy as np

TINY = 1e-13
SHAPES = ((3, 4, 5, 2), (2, 5, 3, 4), (4, 3, 2, 6))


def draw(rng, shape, eps=TINY, offset=0.0):
    n, c = shape[:2]
    scale = rng.uniform(0.5, 3.0, size=(n, c, 1, 1))
    x = scale * rng.standard_normal(shape) + rng.uniform(-3.0, 3.0, size=(n, c, 1, 1)) + offset
    logits = rng.permutation([-1.3, 0.1, 1.4]), rng.permutation([-0.9, 0.3, 1.1])
    w_mean, w_var = (part + rng.uniform(-0.3, 0.3, size=3) for part in logits)
    if (w_mean.argsort() == w_var.argsort()).all():
        w_var = w_var[::-1].copy()
    gamma = rng.uniform(0.5, 2.0, size=c) * rng.choice([-1.0, 1.0], size=c)
    return x, w_mean, w_var, gamma, rng.uniform(-1.0, 1.0, size=c), eps


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[0.0, 2.0]], [[2.0, 4.0]]], [[[4.0, 6.0]], [[6.0, 8.0]]]])
        even, half = np.zeros(3), np.array([0.0, 0.0, np.log(2.0)])
        one, nil = np.ones(2), np.zeros(2)
        yield x, even, half, one, nil, 0.25
        yield x, half, even, np.array([2.0, -1.0]), np.array([0.5, 0.0]), 0.25
        yield x, np.array([50.0, 0.0, 0.0]), np.array([0.0, 50.0, 0.0]), one, nil, 0.25
    elif group == "mix":
        for shape in SHAPES:
            yield draw(rng, shape)
            yield draw(rng, shape)
        yield draw(rng, (1, 3, 4, 5))
        yield draw(rng, (3, 1, 4, 5))
    elif group == "eps":
        for eps in (0.3, 2.0):
            for shape in SHAPES:
                yield draw(rng, shape, eps=eps)
        x, *rest = draw(rng, (2, 3, 4, 5), eps=0.5)
        x[:] = rng.uniform(-2.0, 2.0)  # every variance is 0
        yield x, *rest
    elif group == "one":
        for chosen in range(3):
            x, _, _, *rest = draw(rng, SHAPES[chosen])
            logits = np.zeros(3)
            logits[chosen] = 50.0
            yield x, logits, logits.copy(), *rest
    elif group == "large":
        for _ in range(3):
            x, w_mean, w_var, *rest = draw(rng, SHAPES[0])
            yield x, w_mean + rng.uniform(800, 900), w_var + rng.uniform(-900, -800), *rest
            yield x, w_mean - 2000.0, w_var + 2000.0, *rest
            far = np.array([4000.0, 0.0, -300.0])
            yield x, rng.permutation(far), rng.permutation(-far), *rest
    elif group == "offset":
        for shape in SHAPES[:2]:
            yield draw(rng, shape, offset=float(rng.choice([-1e6, 1e6])))
    elif group == "purity":
        yield draw(rng, SHAPES[0])
