import numpy as np


def channel_shuffle(x, groups):
    """Return x with its channels interleaved; x is (N, C, H, W)."""
    raise NotImplementedError
