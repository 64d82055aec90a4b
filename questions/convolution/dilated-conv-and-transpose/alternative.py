"""Zeros make everything an ordinary convolution: between the taps of the kernel for the dilation,
between the numbers of the image for the stride of the transpose, whose kernel is turned round."""

import numpy as np


def spread(array, step):
    """Put step - 1 zeros between neighbours along the last two axes."""
    *front, rows, columns = array.shape
    wide = np.zeros((*front, (rows - 1) * step + 1, (columns - 1) * step + 1))
    wide[..., ::step, ::step] = array
    return wide


def plain(x, kernel, groups):
    """Correlate with stride 1, without padding, window by window."""
    outs, per_group, kh, kw = kernel.shape
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))
    parts = []
    for g in range(groups):
        mine = windows[:, g * per_group : (g + 1) * per_group]
        taps = kernel[g * (outs // groups) : (g + 1) * (outs // groups)]
        parts.append(np.tensordot(mine, taps, axes=((1, 4, 5), (1, 2, 3))))
    return np.moveaxis(np.concatenate(parts, axis=-1), -1, 1)


class DilatedConv:
    def __init__(self, weight, stride, padding, dilation, groups):
        self.kernel = spread(weight, dilation)
        self.stride, self.padding, self.groups = stride, padding, groups

    def conv(self, x):
        edge = (self.padding, self.padding)
        x = np.pad(x, ((0, 0), (0, 0), edge, edge))
        return plain(x, self.kernel, self.groups)[:, :, :: self.stride, :: self.stride]

    def transposed(self, y, output_padding):
        a, per_group, kh, kw = self.kernel.shape
        turned = self.kernel[:, :, ::-1, ::-1].reshape(self.groups, -1, per_group, kh, kw)
        turned = turned.swapaxes(1, 2).reshape(-1, a // self.groups, kh, kw)
        wide = spread(y, self.stride)
        more = output_padding
        wide = np.pad(wide, ((0, 0), (0, 0), (kh - 1, kh - 1 + more), (kw - 1, kw - 1 + more)))
        p = self.padding
        x = plain(wide, turned, self.groups)
        return x[:, :, p : x.shape[2] - p, p : x.shape[3] - p]
