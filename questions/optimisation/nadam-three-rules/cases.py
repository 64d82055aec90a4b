"""Cases for nadam_step: (rule, hp, start, gradients); eps is negligible except in `eps`."""

import numpy as np

ALL = ("ruder", "dozat", "pytorch")


def draw(rng, rule, steps=12, shape=(4,), size=1.0, eps=1e-20, psi=0.004):
    hp = {
        "lr": float(rng.uniform(0.02, 0.2)),
        "beta1": float(rng.uniform(0.8, 0.95)),
        "beta2": float(rng.uniform(0.97, 0.999)),
        "eps": eps,
        "psi": psi,
    }
    start = np.asarray(rng.uniform(1.0, 2.0, size=shape))
    rate = float(rng.choice([0.8, 1.25]))
    gradients = []
    for step in range(steps):
        signs = rng.choice([-1.0, 1.0], size=shape)
        gradients.append(np.asarray(size * rate**step * rng.uniform(0.4, 1.0, size=shape) * signs))
    return rule, hp, start, gradients


def cases(rng, group):
    if group == "sample":
        hp = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 0.01, "psi": 0.5}
        gradients = [np.array([1.0, -2.0]), np.array([0.5, 1.0]), np.array([-1.0, 0.0])]
        for rule in ALL:
            yield rule, hp, np.array([1.0, -1.0]), gradients
    elif group == "first":
        for rule in ALL:
            yield draw(rng, rule, steps=1)
            yield draw(rng, rule, steps=2)
    elif group in ("ruder", "dozat"):
        for shape in ((4,), (3, 2), ()):
            yield draw(rng, group, shape=shape)
    elif group == "pytorch":
        for psi in (0.004, 0.5, 4.0, 0.0):
            yield draw(rng, group, psi=psi)
        yield draw(rng, group, shape=(2, 3), psi=1.0)
    elif group == "eps":
        yield draw(rng, "ruder", size=1e-7, eps=1e-8)
        yield draw(rng, "dozat", size=1e-3, eps=1e-3)
        case = draw(rng, "dozat", eps=1e-8)
        for g in case[-1][:4]:
            g[:2] = 0.0  # no gradient yet
        yield case
    elif group == "purity":
        for rule in ALL:
            yield draw(rng, rule, steps=3)
