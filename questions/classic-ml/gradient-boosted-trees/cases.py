"""Cases: (x, y, loss, depth, lr, rounds, queries).

lr is 1 except in `shrinkage`; there is one feature except in `features` and `ties`; depth is 1
except in `depth` and `features`. Draws are repeated until every split is better than all others by far, except in
`ties`. Queries lie on no threshold except in `boundary`.
"""

import numpy as np


def clear_run(x, y, loss, depth, lr, rounds):
    """Is every split of this run a clear choice, and are they not all the same?"""
    p = np.clip(y.mean(), 0.001, 0.999)
    f = np.full(len(y), np.log(p / (1 - p)) if loss == "logistic" else y.mean())
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-f)) if loss == "logistic" else f
        r, h = y - p, p * (1 - p) if loss == "logistic" else np.ones(len(y))
        nodes = [np.arange(len(y))]
        for level in range(depth):
            below = []
            for rows in nodes:
                lefts, gains = [], []
                for j in range(x.shape[1]):
                    v = np.unique(x[rows, j])
                    for t in (v[1:] + v[:-1]) / 2:
                        left = x[rows, j] <= t
                        a, b = r[rows][left], r[rows][~left]
                        gains.append(len(a) * len(b) / len(rows) * (a.mean() - b.mean()) ** 2)
                        lefts.append(left)
                best = np.sort(gains)[::-1] if gains else np.zeros(1)
                if best[0] < 1e-10 and level:
                    below.append(rows)  # a leaf for certain
                    continue
                if best[0] < 1e-4 or (len(best) > 1 and best[0] - best[1] < 1e-5):
                    return False
                left = lefts[int(np.argmax(gains))]
                below += [rows[left], rows[~left]]
            nodes = below
        for rows in nodes:
            f[rows] += lr * r[rows].sum() / h[rows].sum()
    return rounds < 2 or len(set(f.round(9))) > 2  # classes that one split separates teach little


def draw(rng, m, d, loss, depth, lr, rounds):
    while True:
        x = rng.uniform(-2.0, 2.0, size=(m, d))
        noise = 0.5 if loss == "squared" else 1.5
        score = np.sin(2 * x[:, 0]) + x[:, -1] + noise * rng.normal(size=m)
        y = score + 3.0 if loss == "squared" else (score > 0.3).astype(float)
        if 3 <= np.sum(y > 0.5) and (loss == "squared" or np.sum(y) <= m - 3):
            if clear_run(x, y, loss, depth, lr, rounds):
                return x, y, loss, depth, lr, rounds, rng.uniform(-2.5, 2.5, size=(12, d))


def cases(rng, group):
    if group == "sample":
        x = np.array([[1.0], [2.0], [4.0], [5.0]])
        q = np.array([[0.0], [3.5], [9.0]])
        yield x, np.array([2.0, 4.0, 9.0, 9.0]), "squared", 1, 0.5, 2, q
        yield x, np.array([0.0, 0.0, 1.0, 0.0]), "logistic", 1, 0.5, 2, q
        yield x, np.array([2.0, 4.0, 9.0, 9.0]), "squared", 2, 1.0, 1, q
    elif group == "start":
        yield draw(rng, 9, 1, "squared", 1, 1.0, 0)
        yield draw(rng, 11, 1, "logistic", 1, 1.0, 0)
    elif group == "squared":
        for m, rounds in ((10, 3), (16, 5)):
            yield draw(rng, m, 1, "squared", 1, 1.0, rounds)
    elif group == "logistic":
        for m, rounds in ((12, 2), (17, 3)):
            yield draw(rng, m, 1, "logistic", 1, 1.0, rounds)
    elif group == "shrinkage":
        for loss, lr in (("squared", 0.3), ("logistic", 0.1)):
            yield draw(rng, 13, 1, loss, 1, lr, 3)
    elif group == "depth":
        yield draw(rng, 14, 1, "squared", 2, 1.0, 2)
        yield draw(rng, 16, 1, "squared", 3, 1.0, 1)
        yield draw(rng, 15, 1, "logistic", 2, 1.0, 1)
        x = np.arange(8.0)[:, None]  # small residuals of one sign in each node
        y = np.array([0.0, 0.01, 0.05, 0.07, 0.3, 0.31, 0.36, 0.37])
        yield x, y, "squared", 2, 1.0, 1, x + 0.25
    elif group == "features":
        for d in (2, 3):
            yield draw(rng, 15, d, "squared", 1, 1.0, 4)
        for d in (2, 3, 3):
            # in a node some values are missing, which moves the midpoints
            *most, _ = draw(rng, 16, d, "squared", 2, 1.0, 2)
            yield *most, rng.uniform(-2.5, 2.5, size=(80, d))
    elif group == "ties":
        x, y, *rest, q = draw(rng, 12, 1, "squared", 1, 1.0, 2)
        yield np.repeat(x, 3, axis=1), y, *rest, rng.permuted(np.repeat(q, 3, axis=1), axis=1)
        for _ in range(3):  # the same splits from the other side, and equal but for rounding
            x, y, *rest, q = draw(rng, 12, 1, "squared", 1, 1.0, 2)
            yield np.hstack([x, -x]), y, *rest, np.hstack([q, rng.permutation(q)])
        x = np.arange(6.0)[:, None]
        yield x, np.array([0.0, 3.0, 3.0, 3.0, 3.0, 0.0]), "squared", 1, 1.0, 1, x
    elif group == "flat":
        x, y, *_, q = draw(rng, 8, 1, "squared", 1, 1.0, 1)
        yield x, np.full(8, float(rng.normal())), "squared", 2, 1.0, 2, q
        for label in (0.0, 1.0):
            yield x, np.full(8, label), "logistic", 1, 0.5, 2, q
        yield np.full((8, 2), 1.5), y, "squared", 2, 1.0, 2, np.repeat(q, 2, axis=1)
        yield x[:1], y[:1], "squared", 3, 1.0, 1, q
    elif group == "boundary":
        x = np.arange(8.0)[:, None] * 2
        while True:
            y = rng.normal(size=8) + np.repeat([0.0, 2.0], 4)
            if clear_run(x, y, "squared", 1, 1.0, 2):
                break
        yield x, y, "squared", 1, 1.0, 2, x[:-1] + 1
