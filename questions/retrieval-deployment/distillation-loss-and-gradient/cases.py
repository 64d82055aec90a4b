"""Cases: (student, teacher, labels, temperature, alpha, part); part: all, loss or gradient.

alpha is 1 in `soft` and 0 in `hard`; logits beyond 10 occur in `large` only.
"""

import numpy as np


def draw(rng, n, k, scale=3.0):
    student, teacher = rng.normal(size=(2, n, k)) * scale
    return student, teacher, rng.integers(0, k, size=n)


def temperature(rng):
    return float(rng.uniform(1.5, 6.0))


def cases(rng, group):
    if group == "sample":
        z = np.array([[2.0, 0.0, -2.0], [0.0, 1.0, 0.0]])
        v = np.array([[4.0, 2.0, -2.0], [1.0, 1.0, -1.0]])
        for t, alpha in ((2.0, 1.0), (1.0, 1.0), (2.0, 0.0), (2.0, 0.75)):
            yield z, v, np.array([0, 2]), t, alpha, "all"
    elif group == "soft":
        for n, k in ((4, 3), (3, 7), (5, 10)):
            yield (*draw(rng, n, k), temperature(rng), 1.0, "loss")
    elif group == "hard":
        for n, k in ((4, 3), (3, 7)):
            yield (*draw(rng, n, k), temperature(rng), 0.0, "all")
    elif group == "mixed":
        for n, k in ((4, 3), (1, 5), (6, 2)):
            yield (*draw(rng, n, k), temperature(rng), float(rng.uniform(0.2, 0.8)), "loss")
    elif group == "gradient":
        for n, k in ((4, 3), (3, 7)):
            yield (*draw(rng, n, k), temperature(rng), 1.0, "gradient")
            yield (*draw(rng, n, k), temperature(rng), float(rng.uniform(0.2, 0.8)), "gradient")
    elif group == "large":
        z, v, labels = draw(rng, 4, 5, scale=30.0)
        shift = rng.permutation([0.0, 900.0, -900.0, 3000.0])[:, None]
        yield z + shift, v - shift, labels, temperature(rng), 0.5, "all"
        z, v = rng.permuted(np.tile([0.0, 2000.0, 5000.0, -3000.0], (2, 3, 1)), axis=-1)
        yield z, v, labels[:3] % 4, 1.0, 0.5, "all"
    elif group == "purity":
        yield (*draw(rng, 3, 4), temperature(rng), 0.5, "all")
