"""Without anything between the two, they are one ordinary convolution whose kernel is a product."""

import numpy as np


class DepthwiseSeparable:
    def __init__(self, depth, point, depth_bias, point_bias, stride, padding):
        self.depth, self.point = depth[:, 0], point[:, :, 0, 0]
        self.biases = depth_bias, point_bias
        self.stride, self.padding = stride, padding

    def forward(self, x):
        n, c, height, width = x.shape
        outs, maps = self.point.shape
        kh, kw = self.depth.shape[1:]
        kernel = np.zeros((outs, c, kh, kw))
        for m in range(maps):
            kernel[:, m // (maps // c)] += self.point[:, m, None, None] * self.depth[m]
        bias = np.zeros(outs)
        if self.biases[0] is not None:
            bias += self.point @ self.biases[0]
        if self.biases[1] is not None:
            bias += self.biases[1]
        s, p = self.stride, self.padding
        padded = np.zeros((n, c, height + 2 * p, width + 2 * p))
        padded[:, :, p : p + height, p : p + width] = x
        rows, columns = (height + 2 * p - kh) // s + 1, (width + 2 * p - kw) // s + 1
        y = np.zeros((n, outs, rows, columns)) + bias[:, None, None]
        for i, j in np.ndindex(rows, columns):
            window = padded[:, :, i * s : i * s + kh, j * s : j * s + kw]
            y[:, :, i, j] += np.tensordot(window, kernel, axes=((1, 2, 3), (1, 2, 3)))
        return y

    def params(self, c):
        outs, maps = self.point.shape
        area = self.depth[0].size
        extra, last = (int(bias is not None) for bias in self.biases)
        return maps * (area + extra + outs) + outs * last, outs * (c * area + last)
