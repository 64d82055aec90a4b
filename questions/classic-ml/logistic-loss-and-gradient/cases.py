"""Cases for logreg_loss_grad: (w, b, X, y) and, where there is a penalty, l2 and l1.

Labels are 0 and 1 outside `sample`, `labels` and `purity`; penalties occur in `sample`, `ridge`,
`lasso` and `purity` only; |z| stays below 10 outside `large`.
"""

import numpy as np


def draw(rng, m, n, negative=0.0):
    w = rng.uniform(0.3, 1.0, size=n) * rng.choice([-1.0, 1.0], size=n)
    X = rng.uniform(-2.0, 2.0, size=(m, n))
    y = np.where(rng.permutation(m) % 3 == 0, 1.0, negative)
    return w, float(rng.uniform(0.5, 1.5)), X, y


def cases(rng, group):
    if group == "sample":
        w, X = np.array([np.log(3.0), 0.0]), np.array([[1.0, 1.0], [-1.0, 1.0]])
        yield w, 0.0, X, np.array([1.0, 0.0])
        yield w, 0.0, X, np.array([1.0, -1.0]), 0.4
        yield w, 2.0, X, np.array([1.0, 0.0]), 0.4, 0.4
    elif group == "plain":
        for m, n in ((7, 3), (10, 4), (5, 6), (1, 2), (6, 1)):
            yield draw(rng, m, n)
        w, b, X, y = draw(rng, 6, 2)
        yield w, b, X, np.zeros_like(y)
    elif group == "labels":
        for m, n in ((7, 3), (9, 4)):
            yield draw(rng, m, n, negative=-1.0)
        w, b, X, y = draw(rng, 6, 2)
        yield w, b, X, np.full_like(y, -1.0)
    elif group == "ridge":
        for m, n in ((7, 3), (3, 5)):
            yield (*draw(rng, m, n), float(rng.uniform(0.5, 4.0)))
    elif group == "lasso":
        for m, n in ((7, 3), (3, 5)):
            w, b, X, y = draw(rng, m, n)
            none, tiny = rng.permutation(n)[:2]
            w[none] = 0.0
            w[tiny] *= 1e-9  # not zero: it has a sign
            yield w, b, X, y, 0.0, float(rng.uniform(0.5, 4.0))
    elif group == "large":
        for scale in (200.0, 400.0, 1600.0):
            w, _, X, y = draw(rng, 8, 3)
            yield scale * w, 0.0, X, y  # some samples far on the wrong side
        w, b, X, y = draw(rng, 4, 2)
        for far in (1000.0, -1000.0):
            yield w, far, X, y
    elif group == "purity":
        yield (*draw(rng, 6, 3, negative=-1.0), 0.5, 0.5)
        yield (*draw(rng, 6, 3), 0.5, 0.5)
