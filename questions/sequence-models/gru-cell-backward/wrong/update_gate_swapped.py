import numpy as np


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


class GRUCell:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh

    def forward(self, x, h):
        H = h.shape[1]
        a = x @ self.w_ih.T + self.b_ih
        b = h @ self.w_hh.T + self.b_hh
        r = sigmoid(a[:, :H] + b[:, :H])
        z = sigmoid(a[:, H : 2 * H] + b[:, H : 2 * H])
        bn = b[:, 2 * H :]
        n = np.tanh(a[:, 2 * H :] + r * bn)
        return z * n + (1 - z) * h, (x, h, r, z, n, bn)

    def backward(self, dh, cache):
        x, h, r, z, n, bn = cache
        dn = dh * z * (1 - n**2)
        dz = dh * (n - h) * z * (1 - z)
        dr = dn * bn * r * (1 - r)
        da = np.hstack([dr, dz, dn])
        db = np.hstack([dr, dz, dn * r])
        dh_old = db @ self.w_hh + dh * (1 - z)
        return da @ self.w_ih, dh_old, da.T @ x, db.T @ h, da.sum(axis=0), db.sum(axis=0)
