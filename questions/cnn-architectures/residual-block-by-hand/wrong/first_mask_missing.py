import numpy as np


def conv(x, w, s):
    n, c, h, wd = x.shape
    k = w.shape[2]
    p = k // 2
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    oh, ow = (h + 2 * p - k) // s + 1, (wd + 2 * p - k) // s + 1
    y = np.zeros((n, w.shape[0], oh, ow))
    for i in range(oh):
        for j in range(ow):
            win = xp[:, :, i * s : i * s + k, j * s : j * s + k]
            y[:, :, i, j] = np.tensordot(win, w, axes=([1, 2, 3], [1, 2, 3]))
    return y


def conv_back(dy, x, w, s):
    n, c, h, wd = x.shape
    k = w.shape[2]
    p = k // 2
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            r, q = slice(i * s, i * s + k), slice(j * s, j * s + k)
            dw += np.tensordot(dy[:, :, i, j], xp[:, :, r, q], axes=([0], [0]))
            dxp[:, :, r, q] += np.tensordot(dy[:, :, i, j], w, axes=([1], [0]))
    return dxp[:, :, p : p + h, p : p + wd], dw


class ResidualBlock:
    def __init__(self, w1, w2, proj, stride, pre):
        self.w1, self.w2, self.proj = w1, w2, proj
        self.s, self.pre = stride, pre

    def shortcut(self, x):
        if self.proj is None:
            return x
        if isinstance(self.proj, str):
            cut = x[:, :, :: self.s, :: self.s]
            more = len(self.w2) - x.shape[1]
            return np.pad(cut, ((0, 0), (0, more), (0, 0), (0, 0)))
        return conv(x, self.proj, self.s)

    def forward(self, x):
        self.x = x
        self.a = np.maximum(x, 0) if self.pre else x
        self.h = conv(self.a, self.w1, self.s)
        self.r = np.maximum(self.h, 0)
        self.f = conv(self.r, self.w2, 1)
        self.z = self.f + self.shortcut(x)
        return self.z if self.pre else np.maximum(self.z, 0)

    def backward(self, dout):
        dz = dout if self.pre else dout * (self.z > 0)
        dr, dw2 = conv_back(dz, self.r, self.w2, 1)
        dh = dr * (self.h > 0)
        da, dw1 = conv_back(dh, self.a, self.w1, self.s)
        dx = da
        dproj = None
        if self.proj is None:
            dx = dx + dz
        elif isinstance(self.proj, str):
            dx = dx.copy()
            dx[:, :, :: self.s, :: self.s] += dz[:, : dx.shape[1]]
        else:
            ds, dproj = conv_back(dz, self.x, self.proj, self.s)
            dx = dx + ds
        return dx, dw1, dw2, dproj
