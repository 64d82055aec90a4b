"""Cases: (what, x, kind, eps); what is 'full' or, where some directions have no variance, 'null'.

eps is negligible except in `sample`, `eps`, `flat` and `wide`; no two non-zero eigenvalues of the
covariance are close, and the columns are correlated.
"""

import numpy as np

TINY = 1e-13
KINDS = ("pca", "zca")


def rotation(rng, n):
    return np.linalg.qr(rng.standard_normal((n, n)))[0]


def draw(rng, m, n, rank=None, spread=None):
    """m samples with standard deviations 1, 1.6, 1.6**2, ... along random directions."""
    rank = n if rank is None else rank
    scores = rng.standard_normal((m, rank))
    scores -= scores.mean(axis=0)
    scores = np.linalg.qr(scores)[0] * np.sqrt(m)
    if spread is None:
        spread = 1.6 ** rng.permutation(rank) * rng.uniform(0.9, 1.1, size=rank)
    return (scores * spread) @ rotation(rng, n)[:rank] + rng.uniform(-4.0, 4.0, size=n)


def cases(rng, group):
    if group == "sample":
        x = np.array([[6.0, 12.0], [12.0, 4.0], [-10.0, 0.0], [-4.0, -8.0]])
        for kind in KINDS:
            yield "full", x, kind, 0.0
        for kind in KINDS:
            yield "full", x, kind, 96.0
        line = np.array([[1.0, 5.0], [3.0, 5.0]])
        for kind in KINDS:
            yield "null", line, kind, 0.25
    elif group == "pca":
        for m, n in ((30, 4), (12, 3), (25, 6)):
            yield "full", draw(rng, m, n), "pca", TINY
    elif group == "zca":
        for m, n in ((30, 4), (12, 3), (25, 6)):
            yield "full", draw(rng, m, n), "zca", TINY
    elif group == "eps":
        for kind in KINDS:
            yield "full", draw(rng, 20, 4), kind, float(rng.uniform(0.5, 2.0))
            yield "full", draw(rng, 15, 3), kind, float(rng.uniform(5.0, 9.0))
    elif group == "flat":
        for kind in KINDS:
            yield "null", draw(rng, 20, 6, rank=3), kind, float(rng.uniform(0.1, 0.3))
            x = draw(rng, 18, 5)
            x[:, int(rng.integers(1, 4))] = 1.5  # a constant feature
            yield "null", x, kind, 0.01
    elif group == "wide":
        for kind in KINDS:
            yield "null", draw(rng, 5, 9, rank=4), kind, float(rng.uniform(0.1, 0.3))
            yield "null", rng.uniform(-2.0, 2.0, size=(1, 4)), kind, 0.5
    elif group == "purity":
        for kind in KINDS:
            yield "full", draw(rng, 10, 3), kind, TINY
