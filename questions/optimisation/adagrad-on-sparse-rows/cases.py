"""Cases for adagrad_step: (p, G, rows, g, lr, eps).

Rows repeat in `repeated` (and the samples) only; eps is negligible except in `small`; G is 0 at some
rows in `first` only.
"""

import numpy as np


def draw(rng, table=7, width=3, count=4, repeated=False, size=1.0, eps=1e-12):
    p = rng.uniform(-1.0, 1.0, size=(table, width))
    G = size**2 * rng.uniform(0.5, 4.0, size=(table, width))
    rows = rng.permutation(table)[:count]
    if repeated:  # the first row three times, the second twice, mixed among the others
        rows = rng.permutation(np.concatenate([rows, rows[:2], rows[:1]]))
    g = rng.uniform(0.5, 1.5, size=(len(rows), width)) * rng.choice([-1.0, 1.0], size=(1, width))
    return p, G, rows.astype(np.int64), size * g, float(rng.uniform(0.05, 0.5)), eps


def cases(rng, group):
    if group == "sample":
        p = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        G = np.array([[0.0, 0.0], [0.0, 5.0], [1.0, 1.0]])
        g = np.array([[3.0, 2.0], [2.0, 0.0]])
        yield p, G, np.array([1, 0]), g, 0.5, 0.25
        yield p, np.zeros((3, 2)), np.array([2, 2]), np.array([[1.0, 2.0], [2.0, -2.0]]), 0.5, 0.25
    elif group == "dense":
        for table, width in ((5, 3), (4, 6), (1, 2)):
            yield draw(rng, table, width, table)
    elif group == "sparse":
        for table, width, count in ((9, 3, 4), (12, 2, 1), (6, 4, 5)):
            yield draw(rng, table, width, count)
        p, G, rows, g, lr, eps = draw(rng, 5, 3, 2)
        yield p, G, rows[:0], g[:0], lr, eps
    elif group == "repeated":
        for table, width, count in ((9, 3, 4), (5, 2, 5), (6, 1, 2)):
            yield draw(rng, table, width, count, repeated=True)
        p, G, rows, g, lr, eps = draw(rng, 4, 2, 1, repeated=True)
        yield p, G, rows, g, lr, eps
    elif group == "first":
        for count in (3, 6):
            p, G, rows, g, lr, eps = draw(rng, 6, 3, count)
            G[rows[: count - 1]] = 0.0
            g[0, :2] = 0.0  # no gradient in these coordinates, and none before
            yield p, G, rows, g, lr, 1e-12
    elif group == "small":
        for size in (1e-4, 1e-3, 1e-2):
            yield draw(rng, 6, 3, 4, size=size, eps=1e-3)
    elif group == "purity":
        yield draw(rng, 6, 3, 4)
        yield draw(rng, 6, 3, 4, repeated=True)
        p, G, rows, g, lr, eps = draw(rng, 5, 3, 2)
        yield p, G, rows[:0], g[:0], lr, eps
