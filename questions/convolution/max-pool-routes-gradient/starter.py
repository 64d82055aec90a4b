import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    """Return dx, the gradient of the loss with respect to x."""
    raise NotImplementedError
