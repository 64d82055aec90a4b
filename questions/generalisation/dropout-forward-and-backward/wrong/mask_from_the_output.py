import numpy as np


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
        y = np.zeros_like(x) if p == 1 else x * mask / (1 - p)
        return y, mask
    y = np.where(rng.random(x.shape) < p, 0.0, x).astype(x.dtype)
    y = y if p == 1 else y / (1 - p)
    return y, y != 0


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    if p == 1:
        return np.zeros_like(dout)
    return dout * mask / (1 - p)
