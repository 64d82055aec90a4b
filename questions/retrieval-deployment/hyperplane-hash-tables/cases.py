"""Cases for LSH: (vectors, planes, queries[, k]); without k, the candidates.

There is one table except in `tables` and `merged`; only `long` has more than 20 bits; only `zero`
has products that are exactly 0; distances are equal only in `ties`.
"""

import numpy as np


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    def draw(n, d, tables, bits):
        """No query meets an empty bucket."""
        vectors = rng.normal(size=(n, d)) * rng.uniform(0.2, 5.0, size=(n, 1))
        planes = rng.normal(size=(tables, bits, d))
        near = vectors[rng.integers(0, n, size=200)] + 0.2 * rng.normal(size=(200, d))
        near = np.vstack([near, 1.5 * vectors])
        filed, asked = (np.einsum("lkd,nd->nlk", planes, x) >= 0 for x in (vectors, near))
        meets = (asked[:, None] == filed).all(axis=3).any(axis=1).all(axis=1)
        return vectors, planes, near[meets][:5]

    if group == "sample":
        vectors = np.array([[2.0, 1.0], [1.0, 2.0], [-1.0, 1.0], [-2.0, -1.0], [4.0, 4.0]])
        planes = np.array([[[1.0, 0.0], [0.0, 1.0]], [[1.0, -1.0], [1.0, 1.0]]])
        queries = np.array([[3.0, 3.0], [-1.0, -1.0], [3.0, -1.0]])
        yield vectors, planes, queries
        yield vectors, planes, queries, 3
    elif group == "bits":
        for bits in (1, r(2, 4), r(5, 8)):
            yield draw(r(30, 50), r(3, 6), 1, bits)
    elif group == "tables":
        for tables in (2, r(3, 5)):
            yield draw(r(40, 60), r(4, 6), tables, r(3, 5))
    elif group == "merged":
        for tables in (2, r(3, 5)):
            yield *draw(r(40, 60), r(4, 6), tables, r(2, 3)), r(8, 15)
    elif group == "search":
        for k in (1, r(2, 4), 25):
            yield *draw(r(60, 90), r(3, 5), 1, 1), k
    elif group == "few":
        vectors, planes, queries = draw(r(5, 8), 4, 1, r(2, 3))
        yield vectors, planes, queries, 9
        # the other way: nobody shares the bucket
        near = np.abs(vectors)
        yield near, np.eye(4)[None], -near[:2] - 1.0, r(1, 3)
        yield near, np.eye(4)[None], -near[:2] - 1.0
    elif group == "zero":
        vectors, planes, queries = draw(8, 3, 1, r(2, 4))
        vectors = np.vstack([np.zeros((1, 3)), vectors, 2 * queries])
        queries[0] = 0.0
        yield vectors, planes, queries
        # on the plane itself: whole numbers, so the products are exact
        planes = np.array([[[1.0, -1.0, 0.0], [0.0, 1.0, 1.0]]])
        vectors = rng.integers(-2, 3, size=(20, 3)).astype(float)
        vectors[:3] = [[1.0, 1.0, -1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
        queries = np.array([[1.0, 1.0, -1.0], [2.0, 1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 0.0]])
        yield vectors, planes, queries
        yield vectors[:1], planes, queries[2:3], 1
    elif group == "ties":
        axes = np.eye(3)[rng.integers(0, 3, size=30)] * 2.0 ** rng.integers(-2, 3, size=(30, 1))
        planes = np.array([[[1.0, 1.0, 1.0]]])
        yield axes, planes, 4 * np.eye(3), r(5, 20)
    elif group == "long":
        # 70 bits, of which only the last six differ, then only the first six
        d = 4
        vectors = np.abs(rng.normal(size=(40, d))) + 0.1
        same, differ = np.abs(rng.normal(size=(64, d))), rng.normal(size=(6, d))
        differ -= differ.mean(axis=1, keepdims=True)
        queries = vectors[:4] + 0.01
        yield vectors, np.vstack([same, differ])[None], queries
        yield vectors, np.vstack([differ, same])[None], queries
    elif group == "purity":
        yield *draw(12, 3, 2, 2), 3
