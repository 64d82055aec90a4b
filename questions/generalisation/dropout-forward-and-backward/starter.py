import numpy as np


def dropout_forward(x, p, mode, rng):
    """Return (y, mask). p: probability of dropping; mode: 'train', 'channels' or 'eval'."""
    raise NotImplementedError


def dropout_backward(dout, mask, p):
    """Return dx, the gradient of the loss with respect to x."""
    raise NotImplementedError
