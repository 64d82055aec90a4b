"""Coordinate by coordinate, in plain numbers, with the two averages written as corrections."""

import math

import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    flat = zip(np.ravel(p), np.ravel(g), np.ravel(s), np.ravel(d), strict=True)
    rows = []
    for at, slope, mean, moved in map(lambda row: map(float, row), flat):
        mean += (1.0 - rho) * (slope * slope - mean)
        change = slope * (math.sqrt((moved + eps) / (mean + eps)) if lr is None else lr)
        if lr is not None:
            change /= math.sqrt(mean + eps)
        moved += (1.0 - rho) * (change * change - moved)
        rows.append((at - change, mean, moved))
    return tuple(np.reshape([row[i] for row in rows], np.shape(p)) for i in range(3))
