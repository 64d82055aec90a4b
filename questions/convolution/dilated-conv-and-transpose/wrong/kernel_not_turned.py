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
        up = np.zeros((n, a, (h - 1) * s + 1, (w - 1) * s + 1))
        up[:, :, ::s, ::s] = y
        eh, ew, op = d * (kh - 1), d * (kw - 1), output_padding
        up = np.pad(up, ((0, 0), (0, 0), (eh, eh + op), (ew, ew + op)))
        fh, fw = up.shape[2] - eh, up.shape[3] - ew
        out = np.zeros((n, bg * g, fh, fw))
        for o in range(a):
            k = o // (a // g)
            for u in range(kh):
                for v in range(kw):
                    tap = self.w[o, :, u, v]
                    seen = up[:, o, u * d : u * d + fh, v * d : v * d + fw]
                    out[:, k * bg : (k + 1) * bg] += tap[None, :, None, None] * seen[:, None]
        return out[:, :, p : fh - p, p : fw - p]
