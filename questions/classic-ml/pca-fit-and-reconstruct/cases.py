"""Cases: (what, x, k, whiten); what is 'all', 'directions' or the name of one result.

Means are far from 0. Variances are distinct, and within a factor of 300 except in `precision`;
there are more samples than dimensions except in `wide`.
"""

import numpy as np


def draw(rng, m, n, rank=None, spread=None):
    """m samples with given standard deviations along random directions."""
    rank = n if rank is None else rank
    scores = rng.standard_normal((m, rank))
    scores = np.linalg.qr(scores - scores.mean(axis=0))[0] * np.sqrt(m - 1)
    if spread is None:
        spread = 1.6 ** rng.permutation(rank) * rng.uniform(0.9, 1.1, size=rank)
    axes = np.linalg.qr(rng.standard_normal((n, n)))[0][:rank]
    centre = rng.uniform(2.0, 9.0, size=n) * rng.choice([-1.0, 1.0], size=n)
    return (scores * spread) @ axes + centre


def cases(rng, group):
    if group == "sample":
        x = np.array([[6.0, 12.0], [12.0, 4.0], [-10.0, 0.0], [-4.0, -8.0], [1.0, 2.0]])
        yield "all", x, 2, False
        yield "all", x, 1, False
        yield "all", x * [-1.0, 1.0], 2, True
        yield "all", np.array([[0.0, 0.0, 1.0], [2.0, 1.0, -1.0]]), 1, True
    elif group == "directions":
        for m, n, k in ((30, 5, 5), (12, 4, 3), (25, 6, 4), (9, 3, 2), (40, 6, 6)):
            yield "directions", draw(rng, m, n), k, bool(rng.integers(2))
    elif group == "ratios":
        for m, n in ((30, 5), (12, 4), (8, 6)):
            yield "ratios", draw(rng, m, n), int(rng.integers(1, n)), False
    elif group == "scores":
        for m, n, k in ((20, 5, 4), (12, 4, 3), (15, 6, 5), (30, 4, 4), (8, 5, 4)):
            yield "scores", draw(rng, m, n), k, False
    elif group == "whiten":
        for m, n, k in ((20, 5, 4), (12, 4, 3), (15, 6, 5), (30, 4, 4), (8, 5, 4)):
            yield "scores", draw(rng, m, n), k, True
        yield "scores", draw(rng, 15, 4) * 1e-4, 3, True  # small units: variances about 1e-8
    elif group == "restored":
        for m, n, k in ((20, 5, 2), (12, 4, 3), (9, 4, 4)):
            yield "restored", draw(rng, m, n), k, False
            yield "restored", draw(rng, m, n), k, True
    elif group == "wide":
        for m, n, k in ((6, 11, 5), (5, 20, 3), (7, 8, 4), (6, 6, 5), (4, 9, 3)):
            yield "all", draw(rng, m, n, rank=m - 1), k, False
        yield "all", rng.uniform(-3.0, 3.0, size=(2, 5)), 1, True
    elif group == "rank":
        for m, n, rank in ((20, 6, 3), (15, 5, 4), (25, 8, 5), (12, 7, 4)):
            yield "all", draw(rng, m, n, rank=rank), rank, bool(rng.integers(2))
        x = draw(rng, 14, 4)
        x[:, 1] = 3.0  # a constant feature
        yield "all", x, 3, True
    elif group == "precision":
        for n in (4, 5, 4, 5):
            spread = np.array([1e3, 1.0, 1e-2, 1e-3, 3e-4][-n:])
            spread[0] = 1e3
            x = draw(rng, 30, n, spread=rng.permutation(spread * rng.uniform(0.9, 1.1, size=n)))
            yield "directions", x, n, False
    elif group == "purity":
        yield "all", draw(rng, 10, 3), 2, False
        yield "all", draw(rng, 9, 4), 3, True
