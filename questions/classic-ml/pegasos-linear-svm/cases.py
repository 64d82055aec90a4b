"""Cases: (x, y, c, order, part); part is what is compared: all, w or objective.

No margin on the way is exactly 1 except in `edge`; labels are -1 and 1 except in `labels`.
After a single step w has not yet been shrunk, and `objective` needs no more.
"""

import numpy as np


def draw(rng, m, d, steps, gap=0.8, c=None):
    y = rng.permutation(np.repeat([-1, 1], [m // 2, m - m // 2]))
    x = rng.normal(size=(m, d)) + gap * y[:, None]
    c = float((c or rng.choice([0.05, 0.3, 3.0])) * rng.uniform(0.8, 1.2))
    return x, y, c, rng.integers(0, m, size=steps)


def cases(rng, group):
    if group == "sample":
        x = np.array([[2.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
        y = np.array([1, 1, -1])
        for steps in (1, 2, 5):
            yield x, y, 0.5, np.array([0, 2, 1, 0, 2])[:steps], "all"
        yield x, np.array([1, 1, 0]), 0.5, np.array([0, 2]), "all"
    elif group == "first-step":
        for m, d in ((6, 3), (5, 2), (11, 4)):
            yield (*draw(rng, m, d, 1), "w")
    elif group == "steps":
        for m, d, c in ((6, 3, 0.05), (9, 2, 0.3), (12, 5, 3.0)):
            yield (*draw(rng, m, d, 60, c=c), "w")
        x, y, c, order = draw(rng, 8, 4, 200, gap=3.0)
        yield x, y, 5.0 * c, order, "w"
    elif group == "objective":
        for m, d in ((7, 3), (10, 2)):
            yield (*draw(rng, m, d, 1), "objective")
        yield (*draw(rng, 5, 2, 0), "all")
    elif group == "edge":
        for m in (1, 2, 4):
            x = np.zeros((m, 5))
            places = rng.permutation(5)[:m]
            size = 2.0 ** rng.integers(-2, 3)
            x[np.arange(m), places] = size * rng.choice([-1.0, 1.0], size=m)
            y = rng.choice([-1, 1], size=m)
            first = int(rng.integers(0, m))
            # after the first step the margin of its sample is m c |x|^2 = 1
            yield x, y, 1 / (m * size**2), np.array([first, first, first]), "w"
    elif group == "labels":
        x, y, c, order = draw(rng, 6, 2, 10)
        yield x, (y + 1) // 2, c, order, "all"
        yield x, np.where(np.arange(6) == rng.integers(0, 6), 2, y), c, order, "all"
        yield x, np.ones_like(y), c, order[:0], "w"
