"""Makes the generator from a seed."""

import numpy as np


def drive(solution, x, k, init, seed, max_iter):
    return solution(x, k, init, np.random.default_rng(seed), max_iter)
