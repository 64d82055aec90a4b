"""Cases: (method, x, y, train, k, seed, what); what is 'rows' or, for repeated calls, 'repeat'.

Everywhere but in `split` all rows are training rows, and there only the classes may be equal in
number; the rare class is 1 except in `labels`.
The classes overlap, so that neighbours of a rare row are often common ones.
"""

import numpy as np


def draw(rng, rare, common, d=2, label=1):
    y = rng.permutation(np.repeat([label, 1 - label], [rare, common]))
    x = rng.normal(size=(rare + common, d)) * rng.uniform(0.5, 4.0, size=d)
    return x, y, rng.permutation(rare + common)


def seed(rng):
    return int(rng.integers(1, 10**6))


def cases(rng, group):
    if group == "sample":
        x = np.array([[0.0, 0.0], [4.0, 0.0], [1.0, 3.0], [5.0, 2.0], [2.0, 1.0], [9.0, 9.0]])
        y = np.array([1, 1, 0, 0, 0, 1])
        for method in ("under", "over", "smote"):
            yield method, x, y, np.array([0, 1, 2, 3, 4]), 1, 7, "rows"
    elif group == "under":
        yield ("under", *draw(rng, 60, 100), 3, seed(rng), "rows")
        yield ("under", *draw(rng, 70, 110, d=3), 3, seed(rng), "rows")
        yield ("under", *draw(rng, 6, 40), 3, seed(rng), "rows")
    elif group == "over":
        yield ("over", *draw(rng, 6, 500), 3, seed(rng), "rows")
        yield ("over", *draw(rng, 60, 80, d=3), 3, seed(rng), "rows")
        yield ("over", *draw(rng, 90, 170), 3, seed(rng), "rows")
        yield ("over", *draw(rng, 40, 1000), 3, seed(rng), "rows")
    elif group == "smote":
        yield ("smote", *draw(rng, 6, 1100), 2, seed(rng), "rows")
        yield ("smote", *draw(rng, 5, 1100, d=3), 3, seed(rng), "rows")
        yield ("smote", *draw(rng, 15, 60, d=4), 4, seed(rng), "rows")
        yield ("smote", *draw(rng, 50, 1250), 1, seed(rng), "rows")
    elif group == "few":
        yield ("smote", *draw(rng, 3, 1100), 5, seed(rng), "rows")
        yield ("smote", *draw(rng, 4, 30), 4, seed(rng), "rows")
        yield ("smote", *draw(rng, 1, 20), 2, seed(rng), "rows")
    elif group == "copies":
        x, y, train = draw(rng, 9, 60)
        x[y == 1] = np.repeat(rng.normal(size=(3, 2)) * 3, 3, axis=0)
        yield "smote", x, y, train, 2, seed(rng), "rows"
    elif group == "labels":
        for method in ("under", "over", "smote"):
            yield (method, *draw(rng, 60, 80, label=0), 2, seed(rng), "rows")
    elif group == "split":
        for method in ("under", "over", "smote"):
            x, y, train = draw(rng, 90, 150)
            ranks = np.argsort(np.argsort(rng.random(len(y)) + 2 * y))
            keep = (ranks < 100) | (ranks >= 180)  # 100 of 150 common rows, 60 of 90 rare ones
            yield method, x, y, train[keep[train]], 3, seed(rng), "rows"
        for method in ("under", "over", "smote"):
            for rare, common in ((25, 40), (30, 30)):  # of 70 rows of class 1 and 50 of class 0
                x, y, _ = draw(rng, 70, 50)
                ones, zeros = np.flatnonzero(y == 1)[:rare], np.flatnonzero(y == 0)[:common]
                train = rng.permutation(np.concatenate([ones, zeros]))
                yield method, x, y, train, 3, seed(rng), "rows"
    elif group == "repeat":
        for method in ("under", "over", "smote"):
            yield (method, *draw(rng, 20, 60), 3, seed(rng), "repeat")
    elif group == "purity":
        for method in ("under", "over", "smote"):
            yield (method, *draw(rng, 12, 40), 3, seed(rng), "rows")
