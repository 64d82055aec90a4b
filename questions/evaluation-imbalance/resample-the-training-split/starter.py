import numpy as np


def resample(method, x, y, train, k, rng):
    """Return (x_new, y_new), a balanced training set made of the rows `train` of x, y only."""
    raise NotImplementedError
