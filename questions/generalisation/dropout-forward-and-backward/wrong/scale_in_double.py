import numpy as np


def factor(mask, p):
    if p == 1:
        return np.zeros(mask.shape)
    return mask / (1 - p)


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) >= p
    return x * factor(mask, p), mask


def dropout_backward(dout, mask, p):
    return dout.copy() if mask is None else dout * factor(mask, p)
