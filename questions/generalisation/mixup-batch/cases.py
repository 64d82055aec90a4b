"""Cases for mixup: (x, y, classes, alpha, each, seed).

x is a float64 matrix and there is one lambda except in the groups that are about the other.
"""

import numpy as np


def draw(rng, shape, classes, alpha, each=False, dtype=np.float64):
    x = rng.uniform(1.0, 9.0, size=shape).astype(dtype)
    y = rng.permutation(np.arange(shape[0]) % classes).astype(np.int64)
    while True:  # a permutation that moves most samples, and a lambda in between
        seed = int(rng.integers(0, 2**31))
        trial = np.random.default_rng(seed)
        lam = trial.beta(alpha, alpha, size=shape[0] if each else None) if alpha else 0.5
        moved = (trial.permutation(shape[0]) != np.arange(shape[0])).sum()
        if (
            moved >= min(shape[0] - 1, 3)
            and np.all((lam > 0.05) & (lam < 0.95))
            and np.all(np.abs(np.asarray(lam) - 0.5) > 0.02)
            or not alpha
        ):
            return x, y, classes, float(alpha), each, seed


def cases(rng, group):
    if group == "sample":
        x = np.array([[1.0, 0.0], [0.0, 10.0], [100.0, 100.0]])
        y = np.array([0, 1, 1])
        for seed in (5, 6):
            yield x, y, 3, 1.0, False, seed
        yield x, y, 2, 0.4, True, 7
        yield x, y, 2, 0.0, False, 8
    elif group == "batch":
        for shape, classes, alpha in (((6, 3), 4, 1.0), ((5, 2), 3, 0.5), ((8, 4), 3, 2.0)):
            yield draw(rng, shape, classes, alpha)
    elif group == "images":
        for shape, classes in (((5, 3, 4, 2), 3), ((4, 6), 5), ((6, 2, 3), 4)):
            yield draw(rng, shape, classes, 1.0)
    elif group == "each":
        for shape, classes in (((4, 5), 3), ((5, 3, 2), 4), ((3, 2, 4, 5), 2), ((4, 4), 4)):
            yield draw(rng, shape, classes, 3.0, each=True)
    elif group == "none":
        for each in (False, True):
            yield draw(rng, (6, 3), 4, 0.0, each)
        x, y, classes, alpha, each, seed = draw(rng, (2, 3), 2, 1.0)
        yield x[:1], y[:1], classes, alpha, each, seed
    elif group == "dtype":
        for each in (False, True):
            yield draw(rng, (5, 3), 4, 3.0, each, np.float32)
    elif group == "purity":
        for each in (False, True):
            yield draw(rng, (5, 3), 4, 3.0, each)
