import numpy as np


def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    if groups in (1, c):
        return x
    out = np.empty_like(x)
    half = c // 2
    out[:, 0::2] = x[:, : c - half]
    out[:, 1::2] = x[:, c - half :]
    return out
