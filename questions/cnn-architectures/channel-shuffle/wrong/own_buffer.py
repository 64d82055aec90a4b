import numpy as np


def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    out = np.zeros((n, c, h, w))
    for g in range(groups):
        out[:, g::groups] = x[:, g * (c // groups) : (g + 1) * (c // groups)]
    return out
