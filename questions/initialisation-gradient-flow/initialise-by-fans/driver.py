"""Makes the generator from its seed; tells whether more or less was drawn from it than stated."""

import numpy as np


def drive(solution, shape, kind, mode, nonlin, groups, seed):
    rng = np.random.default_rng(seed)
    weights = solution(shape, kind, mode, nonlin, groups, rng)
    return {"weights": weights, "next draw": float(rng.random())}
