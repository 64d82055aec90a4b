"""Cases for adam_step: (variant, hyper-parameters, parameters, gradients[step][parameter]).

eps is negligible except in `eps`; there is no weight decay except in `coupled` and `decoupled`;
parameters are vectors except in `params`.
"""

import numpy as np

ALL = ("adam", "adamw", "amsgrad", "nadam")


def draw(rng, variant, steps=15, shapes=((4,),), scale=1.0, eps=1e-20, decay=0.0):
    """Gradients grow or fade from step to step, so that the order of the past matters."""
    hp = {
        "lr": float(rng.uniform(0.01, 0.2)),
        "beta1": float(rng.uniform(0.8, 0.95)),
        "beta2": float(rng.uniform(0.97, 0.999)),
        "eps": eps,
        "weight_decay": decay,
    }
    start = [np.asarray(rng.uniform(1.0, 2.0, size=shape)) for shape in shapes]
    rate = float(rng.choice([0.7, 1.3]))
    gradients = []
    for step in range(steps):
        size = scale * rate**step
        gradients.append(
            [
                np.asarray(
                    size * rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
                )
                for shape in shapes
            ]
        )
    return variant, hp, start, gradients


def cases(rng, group):
    if group == "sample":
        hp = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 0.01, "weight_decay": 0.0}
        gradients = [
            [np.array([0.5, -1.0])],
            [np.array([0.25, 2.0])],
            [None],
            [np.array([-0.5, 0.0])],
        ]
        for variant in ALL:
            yield variant, hp, [np.array([1.0, -2.0])], gradients
        for variant in ("adam", "adamw"):
            yield variant, {**hp, "weight_decay": 0.5}, [np.array([1.0, -2.0])], gradients[:2]
    elif group == "adam":
        for _ in range(4):
            yield draw(rng, "adam")
        yield draw(rng, "adamw")
        yield draw(rng, "adam", steps=1)
    elif group == "eps":
        for variant in ("adam", "nadam"):
            yield draw(rng, variant, scale=1e-7, eps=1e-8)
            yield draw(rng, variant, scale=1e-3, eps=1e-3)
        case = draw(rng, "adam", eps=1e-8)
        for row in case[-1][:6]:
            row[0][:2] = 0.0  # no gradient yet: 0 / (0 + eps)
        yield case
    elif group == "coupled":
        for variant in ("adam", "amsgrad", "nadam"):
            yield draw(rng, variant, decay=float(rng.uniform(0.3, 0.9)))
    elif group == "decoupled":
        for _ in range(3):
            yield draw(rng, "adamw", decay=float(rng.uniform(0.3, 0.9)))
    elif group == "amsgrad":
        for _ in range(3):
            variant, hp, start, gradients = draw(rng, "amsgrad", steps=20)
            for step, row in enumerate(gradients):
                # one outburst near the beginning, quiet afterwards
                row[0] = (
                    np.sign(row[0]) * (5.0 if step == 3 else 0.2) * rng.uniform(0.5, 1.0, size=4)
                )
            yield variant, hp, start, gradients
    elif group == "nadam":
        for _ in range(3):
            yield draw(rng, "nadam")
    elif group == "params":
        for variant in ALL:
            case = draw(rng, variant, steps=12, shapes=((3, 2), (), (5,)))
            for step, row in enumerate(case[-1]):
                if step < 4:
                    row[2] = None  # frozen at first
                if step % 3 == 1:
                    row[1] = None
            yield case
    elif group == "purity":
        for variant in ALL:
            yield draw(rng, variant, steps=3, decay=0.1)
