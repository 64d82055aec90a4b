import numpy as np


class Conv2d:
    def __init__(self, weight, bias, stride, padding, dilation, groups):
        raise NotImplementedError

    def forward(self, x):
        """Return y."""
        raise NotImplementedError

    def backward(self, dout):
        """Return (dx, dweight, dbias)."""
        raise NotImplementedError
