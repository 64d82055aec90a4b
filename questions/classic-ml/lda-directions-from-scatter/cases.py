"""Cases: (x, y, shrinkage). Labels are 0, 1, ... except in `labels`.

Classes are stretched along random axes and differ in size (except in `sample`) and in shape.
"""

import numpy as np


def draw(rng, sizes, n, reach=2.0):
    """Classes of given sizes; the first few directions separate them by different amounts."""
    count = len(sizes)
    basis = np.linalg.qr(rng.standard_normal((n, n)))[0]
    spread = 1.5 ** rng.permutation(n)
    means = np.zeros((count, n))
    rank = min(count - 1, n)
    corners = np.linalg.qr(rng.standard_normal((count, count)))[0][:, :rank]
    means[:, :rank] = corners * reach * 2.2 ** np.arange(rank) * rng.uniform(1.5, 2.0)
    blocks, labels = [], []
    for c, size in enumerate(sizes):
        own = spread * rng.uniform(0.4, 1.6, size=n)
        blocks.append((rng.standard_normal((size, n)) * own) @ basis + means[c])
        labels += [c] * size
    order = rng.permutation(sum(sizes))
    x = np.vstack(blocks) + rng.uniform(-5.0, 5.0, size=n)
    return x[order], np.array(labels)[order]


def cases(rng, group):
    if group == "sample":
        x = np.array([[2.0, 1.0], [-2.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
        x = np.vstack([x, x + [3.0, 1.0]])
        y = np.repeat([0, 1], 4)
        yield x, y, 0.0
        yield x, y, 0.5
        z = np.vstack([x, x[:2] + [-1.0, 4.0]])
        yield z, np.append(y, [2, 2]), 0.0
        yield z[:, :1], np.append(y, [2, 2]), 0.0
        line = np.array([[0.0, 0.0, 0.0], [2.0, 2.0, 0.0], [1.0, 0.0, 1.0], [3.0, 2.0, 1.0]])
        yield line, np.array([4, 4, -1, -1]), 0.1
    elif group == "two":
        for sizes, n in (((12, 30), 4), ((25, 9), 3), ((40, 15), 6)):
            yield *draw(rng, sizes, n), 0.0
    elif group == "several":
        for sizes, n in (((40, 9, 18), 5), ((12, 50, 8, 25), 6), ((10, 45, 20), 3)):
            yield *draw(rng, sizes, n), 0.0
    elif group == "few-dimensions":
        for sizes, n in (((30, 9, 14, 45), 2), ((20, 8, 12, 35, 10), 3), ((9, 25, 14), 1)):
            yield *draw(rng, sizes, n), 0.0
    elif group == "labels":
        for sizes, n in (((12, 30), 4), ((10, 45, 20), 4)):
            x, y = draw(rng, sizes, n)
            names = rng.choice(np.concatenate([np.arange(-9, -1), np.arange(5, 30)]), 3, False)
            yield x, names[y], 0.0
    elif group == "shrinkage":
        for sizes, n in (((12, 30), 4), ((10, 45, 20), 5)):
            yield *draw(rng, sizes, n), float(rng.uniform(0.2, 0.7))
        yield *draw(rng, (14, 30, 9), 4), 1.0
    elif group == "singular":
        yield *draw(rng, (4, 6), 15), float(rng.uniform(0.1, 0.4))
        yield *draw(rng, (3, 7, 5), 20), float(rng.uniform(0.1, 0.4))
        x, y = draw(rng, (12, 25, 18), 5)
        x[:, 3] = x[:, 1]  # one feature twice
        yield x, y, float(rng.uniform(0.1, 0.4))
    elif group == "purity":
        yield *draw(rng, (10, 25, 14), 4), 0.2
