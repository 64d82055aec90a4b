"""Cases for momentum_step: (start, gradients, rates, mu, dampening, nesterov, reuse).

There is dampening in `dampening` and `plain` only; the rate changes in `schedule` only; the array of
gradients is reused in `reuse` only.
"""

import numpy as np


def draw(rng, mu=None, dampening=0.0, nesterov=False, reuse=False, steps=8, shape=(4,), fall=1.0):
    mu = float(rng.uniform(0.5, 0.95)) if mu is None else mu
    start = np.asarray(rng.uniform(1.0, 2.0, size=shape))
    gradients = [
        np.asarray(rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape))
        for _ in range(steps)
    ]
    first = float(rng.uniform(0.05, 0.2))
    return (
        start,
        gradients,
        [first * fall**step for step in range(steps)],
        mu,
        dampening,
        nesterov,
        reuse,
    )


def cases(rng, group):
    if group == "sample":
        start = np.array([1.0, -2.0])
        gradients = [np.array([1.0, -1.0]), np.array([1.0, 0.5]), np.array([-2.0, 0.0])]
        yield start, gradients, [0.1] * 3, 0.5, 0.0, False, False
        yield start, gradients, [0.1] * 3, 0.5, 0.5, False, False
        yield start, gradients, [0.1] * 3, 0.5, 0.0, True, False
        yield start, gradients, [0.1] * 3, 0.5, 0.5, True, False
    elif group == "velocity":
        for shape in ((4,), (3, 2), (), (1, 2, 3)):
            yield draw(rng, shape=shape)
    elif group == "dampening":
        for _ in range(3):
            yield draw(rng, dampening=float(rng.uniform(0.2, 0.8)))
        mu = float(rng.uniform(0.5, 0.95))
        yield draw(rng, mu=mu, dampening=mu)
        yield draw(rng, dampening=1.0)
    elif group == "nesterov":
        for shape in ((4,), (2, 3), ()):
            yield draw(rng, nesterov=True, shape=shape)
        yield draw(rng, nesterov=True, steps=1)
    elif group == "plain":
        for dampening in (float(rng.uniform(0.2, 0.8)), 1.0):
            yield draw(rng, mu=0.0, dampening=dampening)
    elif group == "schedule":
        for nesterov in (False, True):
            yield draw(rng, nesterov=nesterov, fall=0.6)
    elif group == "reuse":
        for nesterov in (False, True):
            yield draw(rng, nesterov=nesterov, reuse=True)
    elif group == "refusal":
        yield draw(rng, mu=0.0, nesterov=True, steps=2)
        yield draw(rng, mu=0.0, dampening=0.5, nesterov=True, steps=2)
        yield draw(rng, dampening=float(rng.uniform(0.2, 0.8)), nesterov=True, steps=2)
    elif group == "purity":
        for nesterov in (False, True):
            yield draw(rng, nesterov=nesterov, steps=3)
