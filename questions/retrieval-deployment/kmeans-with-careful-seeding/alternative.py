"""Point by point, with sums kept while points move from one cluster to another."""

import math

import numpy as np


def nearest(point, centres):
    """Return (squared distance, number) of the nearest centre, the smaller number at a tie."""
    return min(
        (math.fsum((a - b) ** 2 for a, b in zip(point, c)), j) for j, c in enumerate(centres)
    )


def kmeans(x, k, init, rng, max_iter):
    points = x.tolist()
    if isinstance(init, str):
        picks = [points[rng.integers(len(points))]]
        for _ in range(1, k):
            far = np.array([nearest(p, picks)[0] for p in points])
            total = far.sum()
            p = far / total if total > 0 else np.full(len(points), 1 / len(points))
            picks.append(points[rng.choice(len(points), p=p)])
    else:
        picks = init.tolist()
    centres = [list(c) for c in picks]
    members = [[] for _ in range(k)]
    where = [nearest(p, centres)[1] for p in points]
    rounds = 0
    while rounds < max_iter:
        rounds += 1
        for group in members:
            group.clear()
        for p, j in zip(points, where):
            members[j].append(p)
        centres = [
            [math.fsum(column) / len(group) for column in zip(*group)] if group else old
            for group, old in zip(members, centres)
        ]
        moved = [nearest(p, centres)[1] for p in points]
        if moved == where:
            break
        where = moved
    inertia = math.fsum(nearest(p, centres)[0] for p in points)
    return np.array(centres), np.array(where, dtype=np.int64), inertia
