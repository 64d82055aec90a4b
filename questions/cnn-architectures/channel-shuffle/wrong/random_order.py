import numpy as np


def channel_shuffle(x, groups):
    if x.shape[1] % groups:
        raise ValueError("C must be divisible by groups")
    if groups in (1, x.shape[1]):
        return x
    order = np.random.default_rng(0).permutation(x.shape[1])
    return x[:, order]
