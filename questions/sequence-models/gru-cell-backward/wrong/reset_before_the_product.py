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
        W, c = self.w_hh[2 * H :], self.b_hh[2 * H :]
        n = np.tanh(a[:, 2 * H :] + (r * h) @ W.T + c)
        return (1 - z) * n + z * h, (x, h, r, z, n)

    def backward(self, dh, cache):
        x, h, r, z, n = cache
        H = h.shape[1]
        dn = dh * (1 - z) * (1 - n**2)
        dz = dh * (h - n) * z * (1 - z)
        drh = dn @ self.w_hh[2 * H :]
        dr = drh * h * r * (1 - r)
        da = np.hstack([dr, dz, dn])
        gates = np.hstack([dr, dz])
        dh_old = gates @ self.w_hh[: 2 * H] + drh * r + dh * z
        dw_hh = np.vstack([gates.T @ h, dn.T @ (r * h)])
        return da @ self.w_ih, dh_old, da.T @ x, dw_hh, da.sum(axis=0), da.sum(axis=0)
