"""Cases for rmsprop_step: (hp, start, gradients, rates).

eps is negligible except in `small` and `offset`; there is momentum in `momentum` and `schedule`
only, centring in `centred` and `offset` only; the rate changes in `schedule` only.
"""

import numpy as np


def draw(rng, steps=12, shape=(4,), mu=0.0, centered=False, size=1.0, eps=1e-13, fall=1.0):
    hp = {"alpha": float(rng.uniform(0.6, 0.95)), "eps": eps, "mu": mu, "centered": centered}
    start = np.asarray(rng.uniform(1.0, 2.0, size=shape))
    gradients = []
    for step in range(steps):
        bound = size * (1.0 + 0.2 * step)
        signs = rng.choice([-1.0, 1.0], size=shape)
        gradients.append(np.asarray(bound * rng.uniform(0.4, 1.0, size=shape) * signs))
    lr = float(rng.uniform(0.02, 0.1))
    return hp, start, gradients, [lr * fall**step for step in range(steps)]


def cases(rng, group):
    if group == "sample":
        start = np.array([1.0, -1.0])
        gradients = [np.array([2.0, -1.0]), np.array([2.0, 0.0]), np.array([-1.0, 3.0])]
        for mu, centered in ((0.0, False), (0.0, True), (0.5, False)):
            hp = {"alpha": 0.75, "eps": 0.5, "mu": mu, "centered": centered}
            yield hp, start, gradients, [0.1] * 3
    elif group == "plain":
        for shape in ((4,), (3, 2), ()):
            yield draw(rng, shape=shape)
        yield draw(rng, steps=30)
    elif group == "small":
        for size in (1e-4, 1e-2):
            yield draw(rng, size=size, eps=1e-3)
        case = draw(rng, eps=1e-3)
        for g in case[2][:5]:
            g[:2] = 0.0  # no gradient yet
        yield case
    elif group == "centred":
        for shape in ((4,), (2, 3), ()):
            yield draw(rng, shape=shape, centered=True)
        yield draw(rng, steps=30, centered=True)
    elif group == "momentum":
        for shape in ((4,), (2, 3)):
            yield draw(rng, shape=shape, mu=float(rng.uniform(0.5, 0.9)))
    elif group == "schedule":
        for _ in range(2):
            yield draw(rng, mu=float(rng.uniform(0.5, 0.9)), fall=0.6)
    elif group == "offset":
        level = rng.uniform(1e4, 2e4, size=8)
        noise = np.array([0.0] * 6 + [1e-3] * 2)  # six coordinates with a constant gradient
        gradients = [level + noise * rng.uniform(-1.0, 1.0, size=8) for _ in range(60)]
        hp = {"alpha": 0.4, "eps": 1e-3, "mu": 0.0, "centered": True}
        yield hp, -rng.uniform(1.0, 2.0, size=8), gradients, [1e-8] * 60
    elif group == "purity":
        for centered in (False, True):
            yield draw(rng, steps=3, mu=0.5, centered=centered)
