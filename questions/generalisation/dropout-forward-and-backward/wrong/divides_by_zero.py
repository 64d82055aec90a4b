import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) >= p
    return x * mask / (1 - p), mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    return dout * mask / (1 - p)
