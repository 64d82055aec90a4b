import numpy as np


class DilatedConv:
    def __init__(self, weight, stride, padding, dilation, groups):
        a, per_group, self.kh, self.kw = weight.shape
        self.kernels = weight.reshape(groups, a // groups, per_group, self.kh, self.kw)
        self.stride, self.padding, self.dilation = stride, padding, dilation

    def meets(self, i, j, rows, columns):
        """Index of what tap (i, j) meets in the padded image, over all positions."""
        s, top, left = self.stride, i * self.dilation, j * self.dilation
        return (
            ...,
            slice(top, top + (rows - 1) * s + 1, s),
            slice(left, left + (columns - 1) * s + 1, s),
        )

    def conv(self, x):
        p, d, s = self.padding, self.dilation, self.stride
        padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        n, _, height, width = padded.shape
        rows = (height - d * (self.kh - 1) - 1) // s + 1
        columns = (width - d * (self.kw - 1) - 1) // s + 1
        groups, outs = self.kernels.shape[:2]
        padded = padded.reshape(n, groups, -1, height, width)
        y = np.zeros((n, groups, outs, rows, columns))
        for i, j in np.ndindex(self.kh, self.kw):
            met = padded[self.meets(i, j, rows, columns)]
            y += np.einsum("gab,ngbij->ngaij", self.kernels[..., i, j], met)
        return y.reshape(n, groups * outs, rows, columns)

    def transposed(self, y, output_padding):
        p, d, s = self.padding, self.dilation, self.stride
        n, _, rows, columns = y.shape
        groups, _, ins = self.kernels.shape[:3]
        split = y.reshape(n, groups, -1, rows, columns)
        height = (rows - 1) * s + d * (self.kh - 1) + 1 + output_padding
        width = (columns - 1) * s + d * (self.kw - 1) + 1 + output_padding
        x = np.zeros((n, groups, ins, height, width))
        for i, j in np.ndindex(self.kh, self.kw):
            sent = np.einsum("gab,ngaij->ngbij", self.kernels[..., i, j], split)
            x[self.meets(i, j, rows, columns)] += sent
        x = x.reshape(n, groups * ins, height, width)
        return x[:, :, p : height - p, p : width - p]
