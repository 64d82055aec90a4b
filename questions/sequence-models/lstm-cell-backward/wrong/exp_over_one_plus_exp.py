import numpy as np


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


class LSTMCell:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh

    def forward(self, x, h, c):
        H = h.shape[1]
        z = x @ self.w_ih.T + self.b_ih + h @ self.w_hh.T + self.b_hh
        i = sigmoid(z[:, :H])
        f = sigmoid(z[:, H : 2 * H])
        g = np.tanh(z[:, 2 * H : 3 * H])
        o = sigmoid(z[:, 3 * H :])
        c_new = f * c + i * g
        h_new = o * np.tanh(c_new)
        return h_new, c_new, (x, h, c, i, f, g, o, c_new)

    def backward(self, dh, dc, cache):
        x, h, c, i, f, g, o, c_new = cache
        do = dh * np.tanh(c_new)
        dc = dc + dh * o * (1 - np.tanh(c_new) ** 2)
        di, df, dg = dc * g, dc * c, dc * i
        dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
        db = dz.sum(axis=0)
        return dz @ self.w_ih, dz @ self.w_hh, dc * f, dz.T @ x, dz.T @ h, db, db
