"""Writes survivors into an array of zeros, flat index by flat index."""

import numpy as np


def keep(x, mask, p):
    out = np.zeros(x.shape, dtype=x.dtype)
    kept = np.flatnonzero(np.broadcast_to(mask, x.shape))
    if kept.size:
        out.flat[kept] = x.ravel()[kept] * x.dtype.type(1.0 / (1.0 - p))
    return out


def dropout_forward(x, p, mode, rng):
    if mode == "eval":
        return np.array(x), None
    shape = x.shape if mode == "train" else (*x.shape[:2], *[1] * (x.ndim - 2))
    mask = np.array([draw >= p for draw in rng.random(int(np.prod(shape)))]).reshape(shape)
    return keep(x, mask, p), mask


def dropout_backward(dout, mask, p):
    return np.array(dout) if mask is None else keep(dout, mask, p)
