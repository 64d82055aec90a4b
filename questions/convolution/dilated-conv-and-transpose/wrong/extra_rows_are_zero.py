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
        s, p, d, g = self.s, self.p, self.d, self.g
        a, bg, kh, kw = self.w.shape
        n, _, h, w = y.shape
        eh, ew = d * (kh - 1) + 1, d * (kw - 1) + 1
        fh, fw = (h - 1) * s + eh, (w - 1) * s + ew
        out = np.zeros((n, bg * g, fh, fw))
        for o in range(a):
            k = o // (a // g)
            for i in range(h):
                for j in range(w):
                    part = y[:, o, i, j][:, None, None, None] * self.w[o]
                    rows, cols = slice(i * s, i * s + eh, d), slice(j * s, j * s + ew, d)
                    out[:, k * bg : (k + 1) * bg, rows, cols] += part
        out = out[:, :, p : fh - p, p : fw - p]
        return np.pad(out, ((0, 0), (0, 0), (0, output_padding), (0, output_padding)))
