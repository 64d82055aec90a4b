"""Returns the norm as a plain number and every gradient as an array."""

import numpy as np


def drive(solution, grads, max_norm):
    total, clipped = solution(grads, max_norm)
    # NumPy turns arrays of no dimension into scalars
    return {
        "total": float(total),
        "clipped": [None if g is None else np.asarray(g) for g in clipped],
    }
