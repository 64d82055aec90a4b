import numpy as np


class DepthwiseSeparable:
    def __init__(self, depth, point, depth_bias, point_bias, stride, padding):
        self.dw, self.pw = depth, point
        self.db, self.pb = depth_bias, point_bias
        self.s, self.p = stride, padding

    def forward(self, x):
        n, c, h, w = x.shape
        s, p = self.s, self.p
        m = self.dw.shape[0]
        kh, kw = self.dw.shape[2:]
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        oh = (h + 2 * p - kh) // s + 1
        ow = (w + 2 * p - kw) // s + 1
        mid = np.zeros((n, m, oh, ow))
        for k in range(m):
            src = k // (m // c)
            for i in range(oh):
                for j in range(ow):
                    win = xp[:, src, i * s : i * s + kh, j * s : j * s + kw]
                    mid[:, k, i, j] = (win * self.dw[k, 0]).sum(axis=(1, 2))
        if self.db is not None:
            mid += self.db[None, :, None, None]
        y = np.einsum("om,nmij->noij", self.pw[:, :, 0, 0], mid)
        if self.pb is not None:
            y += self.pb[None, :, None, None]
        return y

    def params(self, c):
        kh, kw = self.dw.shape[2:]
        o = self.pw.shape[0]
        own = kh * kw + self.pw.size
        own += 0 if self.db is None else self.db.size
        own += 0 if self.pb is None else o
        full = o * c * kh * kw + (0 if self.pb is None else o)
        return own, full
