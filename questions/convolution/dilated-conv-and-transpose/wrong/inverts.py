import numpy as np


class DilatedConv:
    def __init__(self, weight, stride, padding, dilation, groups):
        self.w = weight
        self.s, self.p, self.d, self.g = stride, padding, dilation, groups

    def conv(self, x):
        s, p, d, g = self.s, self.p, self.d, self.g
        a, bg, kh, kw = self.w.shape
        n, _, h, w = x.shape
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        eh, ew = d * (kh - 1) + 1, d * (kw - 1) + 1
        oh, ow = (h + 2 * p - eh) // s + 1, (w + 2 * p - ew) // s + 1
        out = np.zeros((n, a, oh, ow))
        for o in range(a):
            k = o // (a // g)
            for i in range(oh):
                for j in range(ow):
                    win = xp[
                        :, k * bg : (k + 1) * bg, i * s : i * s + eh : d, j * s : j * s + ew : d
                    ]
                    out[:, o, i, j] = (win * self.w[o]).sum(axis=(1, 2, 3))
        return out

    def transposed(self, y, output_padding):
        s, p, d = self.s, self.p, self.d
        a, bg, kh, kw = self.w.shape
        n, _, h, w = y.shape
        oh = (h - 1) * s - 2 * p + d * (kh - 1) + output_padding + 1
        ow = (w - 1) * s - 2 * p + d * (kw - 1) + output_padding + 1
        size = bg * self.g * oh * ow
        # the matrix of the convolution, one unit vector at a time
        units = np.eye(size).reshape(size, bg * self.g, oh, ow)
        matrix = self.conv(units).reshape(size, -1).T
        x = np.linalg.pinv(matrix) @ y.reshape(n, -1).T
        return x.T.reshape(n, bg * self.g, oh, ow)
