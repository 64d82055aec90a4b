import numpy as np


def conv1x1(x, w, b=None, channels_last=False):
    pixels = x if channels_last else np.moveaxis(x, 1, -1)
    y = pixels @ w.T
    if b is not None:
        y = y + b
    return y if channels_last else np.moveaxis(y, -1, 1)
