import numpy as np


class DilatedConv:
    """A convolution without bias, and its transpose."""

    def __init__(self, weight, stride, padding, dilation, groups):
        self.weight = weight  # (A, B // groups, kh, kw)
        self.stride, self.padding = stride, padding
        self.dilation, self.groups = dilation, groups

    def conv(self, x):
        """Map x (N, B, H, W) to (N, A, H_out, W_out)."""
        raise NotImplementedError

    def transposed(self, y, output_padding):
        """Map y (N, A, H, W) to (N, B, H_out, W_out)."""
        raise NotImplementedError
