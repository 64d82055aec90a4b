import numpy as np

LAST = None


def dropout_forward(x, p, mode, rng):
    global LAST
    if mode == "eval":
        LAST = None
        return x.copy(), None
    if mode == "channels":
        mask = rng.random(x.shape[:2]) >= p
        mask = mask.reshape(mask.shape + (1,) * (x.ndim - 2))
    else:
        mask = rng.random(x.shape) >= p
    LAST = mask
    if p == 1:
        return np.zeros_like(x), mask
    return x * mask / (1 - p), mask


def dropout_backward(dout, mask, p):
    if LAST is None:
        return dout.copy()
    if p == 1:
        return np.zeros_like(dout)
    return dout * LAST / (1 - p)
