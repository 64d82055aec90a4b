"""Makes the generator from its seed; tells whether more or less was drawn from it than stated."""

import numpy as np


def drive(solution, x, y, classes, alpha, each, seed):
    rng = np.random.default_rng(seed)
    mixed_x, mixed_y, lam = solution(x, y, classes, alpha, each, rng)
    return {"x": mixed_x, "y": mixed_y, "lam": lam, "next draw": float(rng.random())}
