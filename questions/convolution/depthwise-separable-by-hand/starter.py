import numpy as np


class DepthwiseSeparable:
    """A depthwise convolution and a 1x1 convolution behind it."""

    def __init__(self, depth, point, depth_bias, point_bias, stride, padding):
        self.depth, self.point = depth, point
        self.depth_bias, self.point_bias = depth_bias, point_bias
        self.stride, self.padding = stride, padding

    def forward(self, x):
        """Return the output (N, O, H_out, W_out) for x (N, C, H, W)."""
        raise NotImplementedError

    def params(self, c):
        """Return (own parameters, those of an ordinary convolution) for c input channels."""
        raise NotImplementedError
