"""Cases for dropout: (inputs of every layer, p, mode, gradients of their outputs, seed).

There is one layer except in `layers`; inputs are float64 except in `single` and have no zeros except
in `zeros`; p is 0 or 1 in `extremes` only, and never near 0.5, where p and 1 - p are alike.
"""

import numpy as np


def some(rng, shape, dtype=np.float64):
    return (rng.uniform(1.0, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)).astype(dtype)


def chance(rng):
    return float(rng.choice([rng.uniform(0.15, 0.35), rng.uniform(0.65, 0.85)]))


def draw(rng, shapes=((5, 4),), mode="train", p=None, dtype=np.float64, tie=False):
    """With tie, p is exactly one of the numbers that the generator will yield."""
    inputs = [some(rng, shape, dtype) for shape in shapes]
    gradients = [some(rng, shape, dtype) for shape in shapes]
    p = chance(rng) if p is None else p
    while True:  # every mask keeps some and drops some
        seed = int(rng.integers(0, 2**31))
        if tie:
            numbers = np.random.default_rng(seed).random(20)
            p = float(numbers[(numbers < 0.4) | (numbers > 0.6)][0])
        trial = np.random.default_rng(seed)
        masks = [trial.random(s if mode == "train" else s[:2]) >= p for s in shapes]
        if p in (0.0, 1.0) or all(mask.any() and not mask.all() for mask in masks):
            return inputs, p, mode, gradients, seed


def cases(rng, group):
    if group == "sample":
        x, dout = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, 6.0]]), np.full((2, 3), 10.0)
        yield [x], 0.2, "train", [dout], 0
        yield [x], 0.2, "eval", [dout], 0
        image, dout = np.arange(1.0, 9.0).reshape(2, 2, 2), np.ones((2, 2, 2))
        yield [image], 0.75, "channels", [dout], 9
    elif group == "train":
        for shape in ((5, 4), (20,), (2, 3, 4), (2, 3, 2, 4)):
            yield draw(rng, (shape,))
        yield draw(rng, tie=True)
    elif group == "channels":
        for shape in ((4, 5, 2, 3), (3, 6, 4), (2, 7, 1, 2, 2)):
            yield draw(rng, (shape,), "channels")
        yield draw(rng, ((4, 5, 2),), "channels", tie=True)
    elif group == "eval":
        for shape in ((5, 4), (2, 3, 2, 2)):
            yield draw(rng, (shape,), "eval")
    elif group == "extremes":
        for p in (0.0, 1.0):
            for mode, shape in (("train", (5, 4)), ("channels", (2, 3, 2, 2))):
                yield draw(rng, (shape,), mode, p)
    elif group == "layers":
        yield draw(rng, ((4, 5),) * 2)
        yield draw(rng, ((3, 2, 4),) * 3)
    elif group == "single":
        yield draw(rng, dtype=np.float32)
        yield draw(rng, ((3, 4, 2, 2),), "channels", dtype=np.float32)
    elif group == "zeros":
        for _ in range(2):
            inputs, p, mode, gradients, seed = draw(rng, ((6, 5),))
            yield [np.maximum(x, 0.0) for x in inputs], p, mode, gradients, seed
    elif group == "purity":
        for mode in ("train", "channels"):
            yield draw(rng, ((3, 4, 2, 2),), mode)
