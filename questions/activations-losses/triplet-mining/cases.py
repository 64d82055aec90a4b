"""Cases for mine_triplets: (emb, labels, margin, kind).

All numbers are small integers, so distances are exact. Distances from one point are distinct except
in `ties` and `edges`; every class has at least two members except in `lonely`.
"""

import numpy as np

KINDS = ("semi-hard", "batch-hard")


def labels_of(rng, sizes):
    names = rng.permutation(20)[: len(sizes)]
    return rng.permutation(np.repeat(names, sizes)).astype(np.int64)


def squares(emb):
    return ((emb[:, None] - emb[None]) ** 2).sum(axis=2)


def distinct(rng, count, size, reach):
    """Points with distinct distances from each of them."""
    while True:
        emb = rng.integers(-reach, reach + 1, size=(count, size)).astype(np.float64)
        d = squares(emb)
        if all(len(set(row)) == count for row in d.tolist()):
            return emb


def cases(rng, group):
    if group == "sample":
        emb = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 3.0], [-3.0, 1.0], [1.0, 1.0]])
        labels = np.array([7, 7, 3, 3, 5])
        yield emb, labels, 6.0, "semi-hard"
        yield emb, labels, 6.0, "batch-hard"
        # no class has two members
        yield emb[:3], np.array([1, 2, 3]), 6.0, "semi-hard"
        # equally near negatives: the first; d(a, n) = d(a, p) and = d(a, p) + margin do not count
        line = np.array([[0.0], [1.0], [2.0], [-2.0], [3.0], [-1.0]])
        yield line, np.array([0, 0, 1, 1, 1, 1]), 8.0, "semi-hard"
    elif group == "semi-hard":
        for sizes in ((3, 4), (2, 3, 4), (5, 5)):
            count = sum(sizes)
            emb = distinct(rng, count, 3, 9)
            d = squares(emb)
            margin = int(np.median(d) * 0.7) + 0.5
            yield emb, labels_of(rng, sizes), margin, group
            yield emb, labels_of(rng, sizes), 2000.0, group
    elif group == "batch-hard":
        for sizes in ((3, 4), (2, 3, 4), (5, 5)):
            yield distinct(rng, sum(sizes), 3, 9), labels_of(rng, sizes), 5.0, group
        yield distinct(rng, 6, 3, 9), rng.permutation([-1, -1, -1, 0, 0, 0]), 5.0, group
    elif group == "ties":
        for kind in KINDS:
            for sizes in ((4, 4), (3, 3, 3)):
                emb = rng.integers(0, 3, size=(sum(sizes), 2)).astype(np.float64)
                yield emb, labels_of(rng, sizes), 100.0, kind
        emb, labels = np.array([[0.0], [3.0], [3.0]]), np.array([7, 2, 2])
        yield emb, labels, 5.0, "batch-hard"  # the farthest positive at distance 0
    elif group == "edges":
        # distances 1, 4 and 9 from the anchor at 0; margins that hit them exactly
        for margin in (3.0, 5.0, 8.0):
            order = rng.permutation(5)
            emb = np.array([[0.0], [1.0], [-1.0], [2.0], [3.0]])[order] + float(rng.integers(0, 9))
            yield emb, np.array([4, 4, 2, 2, 2])[order], margin, "semi-hard"
    elif group == "lonely":
        yield distinct(rng, 6, 3, 9), labels_of(rng, (1, 1, 4)), 2000.0, "batch-hard"
        for kind in KINDS:
            yield distinct(rng, 5, 3, 9), np.full(5, 3), 2000.0, kind
            yield distinct(rng, 4, 3, 9), labels_of(rng, (1, 1, 1, 1)), 2000.0, kind
            yield distinct(rng, 1, 3, 9), np.array([2]), 2000.0, kind
