import numpy as np


def sigmoid(v):
    return 0.5 + 0.5 * np.tanh(0.5 * v)


class GRUCell:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh

    def forward(self, x, h):
        xr, xz, xn = np.split(x @ self.w_ih.T + self.b_ih, 3, axis=1)
        hr, hz, hn = np.split(h @ self.w_hh.T + self.b_hh, 3, axis=1)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        n = np.tanh(xn + r * hn)
        return (1.0 - z) * n + z * h, (x, h, r, z, n, hn)

    def backward(self, dh, cache):
        x, h, r, z, n, hn = cache
        dn = dh * (1.0 - z) * (1.0 - n * n)
        dz = dh * (h - n) * z * (1.0 - z)
        dr = dn * hn * r * (1.0 - r)
        d_ih = np.concatenate([dr, dz, dn], axis=1)
        d_hh = np.concatenate([dr, dz, dn * r], axis=1)
        dh *= z
        return (
            d_ih @ self.w_ih,
            d_hh @ self.w_hh + dh,
            d_ih.T @ x,
            d_hh.T @ h,
            d_ih.sum(axis=0),
            d_hh.sum(axis=0),
        )
