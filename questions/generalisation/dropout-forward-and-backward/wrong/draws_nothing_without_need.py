import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if p == 0:
        shape = x.shape if mode == "train" else x.shape[:2] + (1,) * (x.ndim - 2)
        return x.copy(), np.ones(shape, dtype=bool)
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) >= p
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    if p == 1:
        return np.zeros_like(dout)
    return dout * mask / (1 - p)
