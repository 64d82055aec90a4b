import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    """Return dx, the gradient with respect to the input.

    dout: (N, C, H_out, W_out); shape: (N, C, H, W) of the input
    """
    raise NotImplementedError
