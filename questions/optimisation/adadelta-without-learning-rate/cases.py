"""Cases for adadelta_step: (start, gradients, rates, rho, eps[, s, d]); a rate of None: final rule.

There is a rate in `fixed` and `switch` (and the samples) only; gradients of the size of the root of
eps, and zeros, come in `small` and `zero` only. The first averages, zeros, are inputs in `purity`.
"""

import numpy as np


def draw(rng, steps=12, shape=(4,), rate=False, size=1.0, eps=1e-6):
    start = np.asarray(rng.uniform(1.0, 2.0, size=shape))
    gradients = [
        np.asarray(
            size
            * (1.0 + 0.2 * step)
            * rng.uniform(0.4, 1.0, size=shape)
            * rng.choice([-1.0, 1.0], size=shape)
        )
        for step in range(steps)
    ]
    lr = float(rng.uniform(0.05, 0.2)) if rate else None
    return start, gradients, [lr] * steps, float(rng.uniform(0.6, 0.95)), eps


def cases(rng, group):
    if group == "sample":
        start = np.array([1.0, -1.0])
        gradients = [np.array([2.0, -1.0]), np.array([2.0, 0.0]), np.array([-1.0, 3.0])]
        yield start, gradients, [None] * 3, 0.75, 0.01
        yield start, gradients, [0.5, 0.5, None], 0.75, 0.01
    elif group == "first":
        for shape in ((4,), (2, 3), ()):
            yield draw(rng, steps=1, shape=shape)
    elif group == "steps":
        for shape in ((4,), (3, 2), ()):
            yield draw(rng, shape=shape)
        yield draw(rng, steps=40)
    elif group == "fixed":
        for _ in range(3):
            yield draw(rng, rate=True)
    elif group == "switch":
        for at in (1, 5):
            start, gradients, rates, rho, eps = draw(rng, rate=True)
            yield start, gradients, rates[:at] + [None] * (len(rates) - at), rho, eps
    elif group == "small":
        for rate in (False, True):
            yield draw(rng, size=1e-3, rate=rate)
            yield draw(rng, size=1e-2, eps=1e-4, rate=rate)
    elif group == "zero":
        for quiet in (slice(0, 4), slice(5, 9)):
            case = draw(rng)
            for g in case[1][quiet]:
                g[:2] = 0.0
            yield case
        case = draw(rng)
        case[1][3][:] = 0.0
        yield case
    elif group == "purity":
        yield *draw(rng, steps=3), np.zeros(4), np.zeros(4)
        yield *draw(rng, steps=3, rate=True), np.zeros(4), np.zeros(4)
