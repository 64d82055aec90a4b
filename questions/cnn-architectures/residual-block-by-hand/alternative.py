"""Every map of the block is a list of links (to, from, weight): forward and backward differ only in
which of the three is summed into."""

import numpy as np


class Links:
    """A convolution written link by link; k is 3 with padding 1, or 1."""

    def __init__(self, w, size, stride):
        outs, ins, k, _ = w.shape
        height, width = size
        rows, columns = (height - 1) // stride + 1, (width - 1) // stride + 1
        o, c, i, j, a, b = np.indices((outs, ins, rows, columns, k, k)).reshape(6, -1)
        y, x = i * stride + a - k // 2, j * stride + b - k // 2
        real = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        self.to = ((o * rows + i) * columns + j)[real]
        self.source = ((c * height + y) * width + x)[real]
        self.weight = (((o * ins + c) * k + a) * k + b)[real]
        self.shape = outs, rows, columns
        self.w = w

    def forward(self, x):
        flat = x.reshape(len(x), -1)
        sent = flat[:, self.source] * self.w.ravel()[self.weight]
        return summed(sent, self.to, int(np.prod(self.shape))).reshape(-1, *self.shape)

    def backward(self, dy, x):
        dflat, flat = dy.reshape(len(dy), -1)[:, self.to], x.reshape(len(x), -1)
        dx = summed(dflat * self.w.ravel()[self.weight], self.source, flat.shape[1])
        dw = summed((dflat * flat[:, self.source]).sum(axis=0)[None], self.weight, self.w.size)
        return dx.reshape(x.shape), dw.reshape(self.w.shape)


def summed(values, places, size):
    return np.stack([np.bincount(places, weights=row, minlength=size) for row in values])


class ResidualBlock:
    def __init__(self, w1, w2, proj, stride, pre):
        self.w1, self.w2, self.proj, self.stride, self.pre = w1, w2, proj, stride, pre

    def forward(self, x):
        size = x.shape[2:]
        short = self.proj
        if short is None or isinstance(short, str):
            # both are projections whose matrix is an identity, with rows of zeros below
            short = np.eye(len(self.w2), x.shape[1])[:, :, None, None]
        self.first = Links(self.w1, size, self.stride)
        self.second = Links(self.w2, self.first.shape[1:], 1)
        self.short = Links(short, size, self.stride)
        self.values = [x, np.where(x > 0, x, 0.0) if self.pre else x]
        hidden = self.first.forward(self.values[1])
        self.values += [hidden, np.where(hidden > 0, hidden, 0.0)]
        total = self.second.forward(self.values[3]) + self.short.forward(x)
        self.open = np.ones(total.shape) if self.pre else (total > 0).astype(np.float64)
        return total * self.open

    def backward(self, dout):
        x, start, hidden, active = self.values
        d = dout * self.open
        short, dproj = self.short.backward(d, x)
        dactive, dw2 = self.second.backward(d, active)
        dstart, dw1 = self.first.backward(np.where(hidden > 0, dactive, 0.0), start)
        if self.pre:
            dstart = np.where(x > 0, dstart, 0.0)
        learnt = self.proj is not None and not isinstance(self.proj, str)
        return dstart + short, dw1, dw2, dproj if learnt else None
