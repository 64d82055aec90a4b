import numpy as np


def init_weights(shape, kind, mode, nonlin, groups, rng):
    """Return a float64 array of the given shape.

    shape: (out, in) of a linear layer, or (out, in / groups, kh, kw) of a convolution
    """
    raise NotImplementedError
