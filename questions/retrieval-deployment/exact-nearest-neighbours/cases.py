"""Cases for nearest: (queries, vectors, k, metric).

No two distances are equal except in `ties`, where they are exactly equal; zero vectors are only in
`zero`, vectors far from the origin only in `far`, k above n only in `few`.
"""

import numpy as np


def draw(rng, q, n, d, spread=1.0):
    queries = rng.normal(size=(q, d)).astype("f4")
    vectors = (rng.normal(size=(n, d)) * rng.uniform(1.0, 1.0 + spread, size=(n, 1))).astype("f4")
    return queries, vectors


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    if group == "sample":
        vectors = np.array([[3.0, 4.0], [0.0, 1.0], [6.0, 8.0], [0.0, 0.0]], dtype="f4")
        queries = np.array([[0.0, 0.0], [3.0, 4.0]], dtype="f4")
        for metric in ("l2", "cosine"):
            yield queries, vectors, 3, metric
        yield queries, vectors[:1], 2, "l2"
    elif group == "l2":
        for n in (r(5, 9), r(20, 60)):
            yield *draw(rng, r(1, 4), n, r(2, 7)), r(1, 5), "l2"
        yield *draw(rng, 3, 40, 1), 40, "l2"
    elif group == "cosine":
        for n in (r(5, 9), r(20, 60)):
            yield *draw(rng, r(1, 4), n, r(3, 7), spread=9.0), r(1, 5), "cosine"
        queries, vectors = draw(rng, 3, 40, 4)
        yield 5 * queries, vectors, 40, "cosine"
        # very short, and yet with a direction
        queries, vectors = draw(rng, 3, 8, 4)
        yield queries, vectors * np.float32(2.0**-40), 8, "cosine"
        yield queries * np.float32(2.0**-40), vectors, 8, "cosine"
    elif group == "ties":
        # whole numbers, and directions along the axes: all of it is exact
        for k in (1, r(2, 9), 60):
            vectors = rng.integers(0, 3, size=(60, 2)).astype("f4")
            yield rng.integers(0, 3, size=(4, 2)).astype("f4"), vectors, k, "l2"
        axes = np.eye(3, dtype="f4")[rng.integers(0, 3, size=40)]
        vectors = axes * (2.0 ** rng.integers(-2, 3, size=(40, 1))).astype("f4")
        yield 4 * np.eye(3, dtype="f4"), vectors, r(3, 30), "cosine"
    elif group == "few":
        for metric in ("l2", "cosine"):
            n = r(1, 4)
            yield *draw(rng, 2, n, 3), n + r(1, 3), metric
            yield *draw(rng, 2, 0, 3), r(1, 3), metric
    elif group == "zero":
        queries, vectors = draw(rng, 3, 8, 3)
        vectors[r(0, 7)] = 0.0
        queries[r(0, 2)] = 0.0
        yield queries, vectors, 8, "cosine"
        yield queries, vectors, 3, "l2"
    elif group == "far":
        # two large coordinates that all points share; |x|^2 + |q|^2 - 2 x q drowns in them
        for n in (6, r(8, 12)):
            steps = rng.normal(size=(n, 3))
            steps *= (
                0.3 * (1 + rng.permutation(n))[:, None] / np.linalg.norm(steps, axis=1)[:, None]
            )
            small = rng.uniform(-1.0, 1.0, size=3) + np.vstack([np.zeros(3), steps])
            large = 2.0**17 + rng.integers(0, 2**17, size=2) / 64.0
            points = np.hstack([np.tile(large, (n + 1, 1)), small]).astype("f4")
            yield points[:1], points[1:], r(2, 5), "l2"
            yield points[:1], rng.permutation(points), 2, "l2"  # and the vector itself
    elif group == "large":
        yield *draw(rng, 100, 12_000, 30), 3, "l2"
    elif group == "purity":
        for metric in ("l2", "cosine"):
            yield *draw(rng, 3, 7, 4), 2, metric
