import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


class LSTMCell:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b = b_ih + b_hh

    def forward(self, x, h, c):
        z = x @ self.w_ih.T + h @ self.w_hh.T + self.b
        zi, zf, zg, zo = np.split(z, 4, axis=1)
        i, f, g, o = sigmoid(zi), sigmoid(zf), np.tanh(zg), sigmoid(zo)
        new_c = f * c + i * g
        t = np.tanh(new_c)
        return o * t, new_c, (x, h, c, i, f, g, o, t)

    def backward(self, dh, dc, cache):
        x, h, c, i, f, g, o, t = cache
        dc += dh * o * (1.0 - t * t)
        dz = np.concatenate(
            [
                dc * g * i * (1.0 - i),
                dc * c * f * (1.0 - f),
                dc * i * (1.0 - g * g),
                dh * t * o * (1.0 - o),
            ],
            axis=1,
        )
        db = dz.sum(axis=0)
        return dz @ self.w_ih, dz @ self.w_hh, dc * f, dz.T @ x, dz.T @ h, db, db.copy()
