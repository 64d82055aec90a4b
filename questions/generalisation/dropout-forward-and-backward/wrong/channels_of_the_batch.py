import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[1]) >= p
        mask = mask.reshape((1, -1) + (1,) * (x.ndim - 2))
        mask = np.repeat(mask, len(x), axis=0)
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
