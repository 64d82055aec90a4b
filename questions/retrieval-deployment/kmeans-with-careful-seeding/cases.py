"""Cases: (x, k, init, seed, max_iter).

Centres are given except in `seeding`, `duplicates` and one sample; clusters never run empty except in
`empty` (and a sample), only `ties` (and a sample) has points halfway between centres.
"""

import numpy as np


def blobs(rng, sizes, n, reach=6.0, spread=1.0):
    """Clouds around random centres, shuffled."""
    middle = rng.standard_normal((len(sizes), n)) * reach
    x = np.repeat(middle, sizes, axis=0) + spread * rng.standard_normal((sum(sizes), n))
    return x[rng.permutation(len(x))]


def start(rng, x, k):
    """Some points, moved a little: no ties, and no cluster is empty at first."""
    return x[rng.permutation(len(x))[:k]] + 1e-3 * rng.standard_normal((k, x.shape[1]))


def seed(rng):
    return int(rng.integers(1, 10**6))


def rounds_without_trouble(x, centres, gap):
    """Count the rounds; 0 if a cluster runs empty or two centres are about as near to a point."""
    centres, before = centres.copy(), None
    for rounds in range(100):
        d = np.square(x[:, None] - centres).sum(axis=-1)
        labels = d.argmin(axis=1)
        near = np.sort(d, axis=1)
        if len(set(labels.tolist())) < len(centres) or (near[:, 1] - near[:, 0]).min() < gap:
            return 0
        if before is not None and (labels == before).all():
            return rounds
        before = labels
        centres = np.stack([x[labels == j].mean(axis=0) for j in range(len(centres))])
    return 0


def smooth(rng, sizes, n, k, least=2, gap=1e-6, **more):
    """Data and centres for a run of at least some rounds without ties or empty clusters."""
    while True:
        x = blobs(rng, sizes, n, **more)
        init = start(rng, x, k)
        if rounds_without_trouble(x, init, gap) > least:
            return x, init


def cases(rng, group):
    if group == "sample":
        x = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [10.0, 0.0], [12.0, 0.0]])
        init = np.array([[0.0, 0.0], [4.0, 0.0]])
        yield x, 2, init, 0, 0
        yield x, 2, init, 0, 1
        yield x, 2, init, 0, 100
        yield x, 3, np.array([[1.0, 0.0], [50.0, 0.0], [11.0, 1.0]]), 0, 100
        yield x, 3, "k-means++", 7, 100
    elif group == "rounds":
        for max_iter in (0, 1, 2):
            x, init = smooth(rng, (15, 20, 12, 9), 3, 4, least=4, reach=2.0)
            yield x, 4, init, 0, max_iter
    elif group == "converge":
        for sizes, n, k in (((20, 12), 2, 2), ((15, 20, 9), 4, 3), ((30, 25, 8, 12), 3, 5)):
            x, init = smooth(rng, sizes, n, k, reach=2.0)
            yield x, k, init, 0, 100
        # so small that all centres move by very little, and yet they move
        x, init = smooth(rng, (20, 12, 9), 2, 3, reach=2.0)
        yield x * 2.0**-17, 3, init * 2.0**-17, 0, 100
    elif group == "empty":
        for n in (2, 3):
            x = blobs(rng, (15, 12, 9), n)
            init = np.vstack([start(rng, x, 2), np.full((1, n), 80.0)])
            yield x, 3, init[rng.permutation(3)], 0, 100
        x = blobs(rng, (10, 8), 2)
        yield x, 4, np.repeat(x[:2] + 0.25, 2, axis=0), 0, 100  # pairs of equal centres
    elif group == "ties":
        for _ in range(2):
            step = float(rng.integers(1, 5))
            x = np.array([[-2.0], [0.0], [2.0], [0.0]]) * step
            yield x, 2, np.array([[2.0], [-2.0]]) * step, 0, 0
            yield x, 2, np.array([[-2.0], [2.0]]) * step, 0, 100
        grid = np.array([[a, b] for a in range(3) for b in range(3)], dtype=float)
        corners = np.array([[2.0, 2.0], [0.0, 2.0], [2.0, 0.0], [0.0, 0.0]])
        yield grid, 4, corners[rng.permutation(4)], 0, 0
    elif group == "seeding":
        for sizes, n, k in (((9, 9, 9), 2, 8), ((12, 6, 3), 3, 10), ((25, 5), 2, 12)):
            yield blobs(rng, sizes, n, reach=3.0), k, "k-means++", seed(rng), 0
            yield blobs(rng, sizes, n, reach=3.0), k, "k-means++", seed(rng), 1
    elif group == "duplicates":
        # equal distances only: here it does not matter whether they are squared
        x = rng.uniform(-9.0, 9.0, size=(2, 2)).round()[rng.permutation(np.repeat([0, 1], (4, 5)))]
        yield x, 2, "k-means++", seed(rng), 100
        yield x, 6, "k-means++", seed(rng), 0
        yield np.full((5, 3), 2.5), 3, "k-means++", seed(rng), 100
        x = rng.uniform(1.0, 9.0) * np.eye(7)[rng.permutation(7)]
        yield x, 7, "k-means++", seed(rng), 100  # every point a cluster
    elif group == "offset":
        for _ in range(2):
            x, init = smooth(rng, (15, 12, 18), 3, 3, least=0, gap=0.05, reach=9.0)
            away = float(rng.choice([-1e6, 1e6]))
            yield x + away, 3, init + away, 0, 100
    elif group == "purity":
        x, init = smooth(rng, (12, 9), 2, 2, reach=2.0)
        yield x, 2, init, 0, 100
