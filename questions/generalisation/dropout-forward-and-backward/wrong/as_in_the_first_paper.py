import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x * (1 - p), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) >= p
    return x * mask, mask


def dropout_backward(dout, mask, p):
    return dout * (1 - p) if mask is None else dout * mask
