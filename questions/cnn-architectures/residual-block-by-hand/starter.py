import numpy as np


class ResidualBlock:
    """Two 3x3 convolutions and a shortcut, without biases and normalisation."""

    def __init__(self, w1, w2, proj, stride, pre):
        self.w1, self.w2 = w1, w2  # (M, C, 3, 3) and (O, M, 3, 3)
        self.proj = proj  # None, 'pad' or (O, C, 1, 1)
        self.stride, self.pre = stride, pre

    def forward(self, x):
        """Return y (N, O, H_out, W_out) for x (N, C, H, W)."""
        raise NotImplementedError

    def backward(self, dout):
        """Return dx, dw1, dw2 and dproj, where dproj may be None."""
        raise NotImplementedError
