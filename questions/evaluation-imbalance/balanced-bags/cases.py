"""Cases: (y, n_models, seed, what); what is 'weights', 'bags' or, for repeated calls, 'repeat'.

In `exact` the models use up the common class exactly, in `leftover` they need fewer, in `wrap` more.
"""

import numpy as np


def labels(rng, *counts):
    return rng.permutation(np.repeat(np.arange(len(counts)), counts))


def seed(rng):
    return int(rng.integers(1, 10**6))


def cases(rng, group):
    if group == "sample":
        y = np.array([0, 0, 1, 0, 0, 0, 1, 0])
        yield y, 3, 5, "weights"
        for n_models in (2, 3, 4):
            yield y, n_models, 5, "bags"
    elif group == "weights":
        yield labels(rng, 40, 9), 2, seed(rng), "weights"
        yield labels(rng, 7, 50), 2, seed(rng), "weights"
        yield labels(rng, 30, 5, 12), 2, seed(rng), "weights"
        yield labels(rng, 8, 20, 3, 11, 6), 1, seed(rng), "weights"
    elif group == "exact":
        r, n = int(rng.integers(6, 10)), int(rng.integers(4, 8))
        yield labels(rng, r * n, r), n, seed(rng), "bags"
        yield labels(rng, r, r * n), n, seed(rng), "bags"
        yield labels(rng, 1000, 100), 10, seed(rng), "bags"
    elif group == "leftover":
        yield labels(rng, 60, 8), 4, seed(rng), "bags"
        yield labels(rng, 9, 200), 5, seed(rng), "bags"
        yield labels(rng, 50, 12), 1, seed(rng), "bags"
    elif group == "wrap":
        yield labels(rng, 23, 8), 7, seed(rng), "bags"
        yield labels(rng, 10, 17), 4, seed(rng), "bags"
    elif group == "classes":
        yield labels(rng, 40, 8, 16), 5, seed(rng), "bags"
        yield labels(rng, 7, 30, 21, 7), 3, seed(rng), "bags"
    elif group == "repeat":
        yield labels(rng, 60, 10), 6, seed(rng), "repeat"
        yield labels(rng, 12, 80), 4, seed(rng), "repeat"
