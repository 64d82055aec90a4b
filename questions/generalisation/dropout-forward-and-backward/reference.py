import numpy as np


def scaled(x, mask, p):
    if mask is None:
        return x.copy()
    return x * mask / (1 - p) if p < 1 else np.zeros_like(x)


def dropout_forward(x, p, mode, rng):
    mask = None
    if mode == "train":
        mask = rng.random(x.shape) >= p
    elif mode == "channels":
        mask = (rng.random(x.shape[:2]) >= p).reshape(x.shape[:2] + (1,) * (x.ndim - 2))
    return scaled(x, mask, p), mask


def dropout_backward(dout, mask, p):
    return scaled(dout, mask, p)
