"""All entries as plain numbers: the length of one long vector, then one factor for every entry."""

import math

import numpy as np


def clip_grad_norm(grads, max_norm):
    numbers = [[] if g is None else [float(x) for x in np.ravel(g)] for g in grads]
    total = math.hypot(*(x for row in numbers for x in row))
    factor = max_norm / (total + 1e-6)
    if factor > 1.0:
        factor = 1.0
    clipped = []
    for g, row in zip(grads, numbers, strict=True):
        if g is not None:
            g = np.array([x * factor for x in row]).reshape(g.shape).astype(g.dtype)
        clipped.append(g)
    return total, clipped
