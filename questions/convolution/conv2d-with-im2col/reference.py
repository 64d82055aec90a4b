import numpy as np


class Conv2d:
    def __init__(self, weight, bias, stride, padding, dilation, groups):
        self.weight, self.bias = weight, bias
        self.stride, self.padding, self.dilation = stride, padding, dilation
        c_out, per_group, kh, kw = weight.shape
        self.kernels = weight.reshape(groups, c_out // groups, per_group * kh * kw)

    def meets(self, i, j):
        """Index of everything in the padded input that tap (i, j) meets, over all windows."""
        starts = i * self.dilation[0], j * self.dilation[1]
        spans = zip(starts, self.out, self.stride)
        return (..., *(slice(at, at + (count - 1) * s + 1, s) for at, count, s in spans))

    def forward(self, x):
        n, c_in, *sides = x.shape
        taps = self.weight.shape[2:]
        self.shape = n, c_in, *(size + 2 * p for size, p in zip(sides, self.padding))
        settings = zip(self.shape[2:], taps, self.stride, self.dilation)
        self.out = [(size - d * (k - 1) - 1) // s + 1 for size, k, s, d in settings]
        padded = np.zeros(self.shape)
        padded[self.inside(sides)] = x
        columns = np.stack([padded[self.meets(*tap)] for tap in np.ndindex(*taps)], axis=2)
        groups, _, length = self.kernels.shape
        self.columns = columns.reshape(n, groups, length, self.out[0] * self.out[1])
        y = (self.kernels @ self.columns).reshape(n, len(self.weight), *self.out)
        return y + self.bias[:, None, None]

    def inside(self, sides):
        return (..., *(slice(p, p + size) for p, size in zip(self.padding, sides)))

    def backward(self, dout):
        (groups, rows, _), taps = self.kernels.shape, self.weight.shape[2:]
        d = dout.reshape(len(dout), groups, rows, self.out[0] * self.out[1])
        dkernels = (d @ self.columns.swapaxes(2, 3)).sum(axis=0)
        dcolumns = self.kernels.swapaxes(1, 2) @ d
        dcolumns = dcolumns.reshape(*self.shape[:2], taps[0] * taps[1], *self.out)
        dpadded = np.zeros(self.shape)
        for number, tap in enumerate(np.ndindex(*taps)):
            dpadded[self.meets(*tap)] += dcolumns[:, :, number]
        sides = [size - 2 * p for size, p in zip(self.shape[2:], self.padding)]
        return (
            dpadded[self.inside(sides)],
            dkernels.reshape(self.weight.shape),
            dout.sum(axis=(0, 2, 3)),
        )
