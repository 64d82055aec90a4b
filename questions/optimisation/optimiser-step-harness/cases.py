"""Cases for opt_step: (name, hp, rate of every step, parameters, gradients[step][parameter]).

eps is negligible except in `eps` and for adadelta; there is no weight decay except in `decay`; the
learning rate changes only in `schedule`; parameters are vectors except in `params`.
"""

import numpy as np

VELOCITY = ("momentum", "nesterov")
SCALED = ("adagrad", "rmsprop")
ALL = ("sgd", *VELOCITY, *SCALED, "adadelta")


def hyper(rng, name, eps=1e-14, decay=0.0):
    hp = {"weight_decay": decay}
    if name in VELOCITY:
        hp["mu"] = float(rng.uniform(0.5, 0.95))
    if name in SCALED:
        hp["eps"] = eps
    if name in ("rmsprop", "adadelta"):
        hp["rho"] = float(rng.uniform(0.6, 0.95))
    if name == "adadelta":
        hp["eps"] = 1e-3
    return hp


def rate_of(rng, name):
    return 1.0 if name == "adadelta" else float(rng.uniform(0.01, 0.2))


def draw(rng, name, steps=12, shapes=((4,),), scale=1.0, **how):
    """Gradients are bounded away from 0 and drift, so that old and new ones differ in size."""
    hp = hyper(rng, name, **how)
    start = [np.asarray(rng.uniform(1.0, 2.0, size=shape)) for shape in shapes]
    gradients = []
    for step in range(steps):
        size = scale * (1.0 + 0.3 * step)
        gradients.append(
            [
                np.asarray(
                    size * rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
                )
                for shape in shapes
            ]
        )
    return name, hp, [rate_of(rng, name)] * steps, start, gradients


def cases(rng, group):
    if group == "sample":
        start, gradients = (
            [np.array([1.0, -2.0])],
            [[np.array([0.5, -1.0])], [np.array([1.0, 2.0])]],
        )
        for name in ALL:
            hp = {"weight_decay": 0.0}
            hp |= {"mu": 0.9} if name in VELOCITY else {}
            hp |= {"eps": 0.1} if name in (*SCALED, "adadelta") else {}
            hp |= {"rho": 0.5} if name in ("rmsprop", "adadelta") else {}
            yield name, hp, [0.1, 0.1], start, gradients
    elif group == "velocity":
        for name in ("sgd", *VELOCITY):
            for _ in range(2):
                yield draw(rng, name)
    elif group == "scaled":
        for name in SCALED:
            for _ in range(2):
                yield draw(rng, name)
    elif group == "adadelta":
        for _ in range(3):
            yield draw(rng, "adadelta")
    elif group == "eps":
        for name in SCALED:
            for scale in (1e-4, 1e-2):
                yield draw(rng, name, eps=1e-3, scale=scale)
            case = draw(rng, name, eps=1e-3)
            for row in case[-1][:5]:
                row[0][:2] = 0.0  # no gradient yet
            yield case
    elif group == "schedule":
        for name in (*VELOCITY, "adagrad", "adadelta"):
            name, hp, rates, start, gradients = draw(rng, name)
            yield name, hp, [rates[0] * 0.7**step for step in range(len(rates))], start, gradients
    elif group == "decay":
        for name in ALL:
            yield draw(rng, name, decay=float(rng.uniform(0.3, 0.9)))
    elif group == "params":
        for name in ALL:
            yield draw(rng, name, shapes=((3, 2), (), (2, 1, 4)))
    elif group == "purity":
        for name in ALL:
            yield draw(rng, name, steps=3, decay=0.1)
