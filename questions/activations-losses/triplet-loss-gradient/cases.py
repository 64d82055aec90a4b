"""Cases for triplet_loss: (a, p, n, margin, metric).

Every triplet counts except in `inactive` (and the sample); no two points coincide and no vector is 0
except in `coincide`. Hinges are not close to 0, unless exactly 0.
"""

import numpy as np

METRICS = ("euclidean", "squared", "cosine")


def apart(u, v, metric):
    if metric == "cosine":
        return 1.0 - (u * v).sum(axis=1) / np.sqrt((u * u).sum(axis=1) * (v * v).sum(axis=1))
    square = ((u - v) ** 2).sum(axis=1)
    return square if metric == "squared" else np.sqrt(square)


def draw(rng, count, size, metric, active=True):
    """Triplets that all count, or of which some do."""
    a = rng.uniform(0.5, 2.0, size=(count, size)) * rng.choice([-1.0, 1.0], size=(count, size))
    p = a + rng.uniform(-0.6, 0.6, size=(count, size))
    n = a + rng.uniform(-1.2, 1.2, size=(count, size))
    gap = apart(a, n, metric) - apart(a, p, metric)
    if active:
        return a, p, n, float(max(gap.max(), 0.0) + rng.uniform(0.1, 0.5)), metric
    order = np.sort(gap)
    widest = np.diff(order).argmax()  # a margin in the widest space between two gaps
    margin = (order[widest] + order[widest + 1]) / 2
    if margin < 0.2:
        return draw(rng, count, size, metric, active=False)
    return a, p, n, float(margin), metric


def cases(rng, group):
    if group == "sample":
        a, p = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[3.0, 4.0], [1.0, 2.0]])
        n = np.array([[0.0, 6.0], [4.0, 5.0]])
        for metric, margin in (("euclidean", 2.0), ("squared", 15.0), ("cosine", 0.5)):
            yield a, p, n, margin, metric
        # anchor and positive coincide; hinge exactly 0
        yield (
            np.array([[1.0, 0.0]]),
            np.array([[1.0, 0.0]]),
            np.array([[1.0, 2.0]]),
            3.0,
            "euclidean",
        )
        yield np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]), np.array([[0.0, 2.0]]), 3.0, "squared"
    elif group in METRICS:
        for count, size in ((1, 3), (4, 2), (3, 5), (6, 4)):
            yield draw(rng, count, size, group)
    elif group == "inactive":
        for metric in METRICS:
            yield draw(rng, 7, 3, metric, active=False)
        a, p, n, _, metric = draw(rng, 4, 3, "euclidean")
        n = a + 10.0 * (n - a) / np.linalg.norm(n - a, axis=1, keepdims=True)
        yield a, p, n, 0.5, metric  # none counts
        a, p, n, _, _ = draw(rng, 3, 2, "squared")  # the first hinge is exactly 0
        short, far = int(rng.integers(1, 4)), int(rng.integers(5, 9))
        a[0] = rng.integers(-3, 4, size=2)
        p[0], n[0] = a[0] + [short, 0.0], a[0] + [0.0, -far]
        n[1] = p[1]  # counts, for any margin
        yield a, p, n, float(far**2 - short**2), "squared"
    elif group == "coincide":
        for metric in ("euclidean", "squared"):
            a, p, n, _, _ = draw(rng, 6, 3, metric)
            p[0], n[1], p[2], p[4] = a[0], a[1], a[2], a[4]
            n[4] = a[4]
            gap = apart(a, n, metric) - apart(a, p, metric)
            yield a, p, n, float(gap.max() + 0.3), metric
        a, p, n, _, _ = draw(rng, 5, 3, "cosine")
        a[0], p[1], n[2] = 0.0, 0.0, 0.0
        p[3] = n[3] = 0.0
        yield a, p, n, 2.5, "cosine"
        a, p, n, _, _ = draw(rng, 4, 3, "cosine")
        p[1] = 0.0  # no zero negative makes up for it in the loss
        yield a, p, n, 2.5, "cosine"
