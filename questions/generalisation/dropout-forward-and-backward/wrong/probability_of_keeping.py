import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) < p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) < p
    if p == 0:
        return np.zeros_like(x), mask
    return x * mask / p, mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    if p == 0:
        return np.zeros_like(dout)
    return dout * mask / p
