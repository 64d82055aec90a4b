"""Cases for linreg_gd: (X, y, lr, epochs, mode, batch_size, seed).

The order of the samples matters in `sgd`, `minibatch`, `remainder` and `epochs` only; only `bgd`,
`small` and `epochs` have several epochs; only in `remainder` the last batch is short.
"""

import numpy as np


def draw(rng, m, n, epochs, mode, batch_size=4):
    """Rows of length at most 2, so that every step size below 0.5 is stable."""
    X = rng.uniform(-1.0, 1.0, size=(m, n))
    w = rng.uniform(1.0, 3.0, size=n) * rng.choice([-1.0, 1.0], size=n)
    y = X @ w + rng.uniform(0.2, 0.5, size=m) * rng.choice([-1.0, 1.0], size=m)
    lr = float(rng.uniform(0.1, 0.4))
    return X, y, lr, epochs, mode, batch_size, int(rng.integers(0, 1 << 31))


def cases(rng, group):
    if group == "sample":
        X = np.array([[1.0], [2.0], [3.0]])
        y = np.array([2.0, 4.0, 6.0])
        yield X, y, 0.1, 2, "bgd", 2, 0
        yield X, y, 0.1, 1, "sgd", 2, 0
        yield X, y, 0.1, 2, "minibatch", 2, 0
    elif group == "bgd":
        yield draw(rng, 9, 3, 6, "bgd")
        yield draw(rng, 6, 2, 4, "bgd", batch_size=1)
        yield draw(rng, 3, 4, 3, "bgd", batch_size=5)
        yield draw(rng, 1, 2, 3, "bgd")
    elif group == "sgd":
        yield draw(rng, 8, 3, 1, "sgd")
        yield draw(rng, 11, 2, 1, "sgd", batch_size=1)
    elif group == "minibatch":
        yield draw(rng, 12, 3, 1, "minibatch", batch_size=4)
        yield draw(rng, 10, 2, 1, "minibatch", batch_size=5)
    elif group == "remainder":
        yield draw(rng, 11, 3, 1, "minibatch", batch_size=4)
        yield draw(rng, 8, 2, 1, "minibatch", batch_size=3)
        yield draw(rng, 10, 4, 1, "minibatch", batch_size=3)
    elif group == "small":
        yield draw(rng, 5, 3, 3, "minibatch", batch_size=8)
        yield draw(rng, 4, 2, 2, "minibatch", batch_size=100)
    elif group == "epochs":
        yield draw(rng, 7, 3, 5, "sgd")
        yield draw(rng, 12, 2, 6, "minibatch", batch_size=3)
    elif group == "purity":
        for mode in ("bgd", "sgd", "minibatch"):
            yield draw(rng, 9, 2, 2, mode, batch_size=3)
