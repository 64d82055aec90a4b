"""No derivation: the forward pass in complex numbers, one complex step for every input in turn."""

import numpy as np

TINY = 1e-100


def sigmoid(v):
    sign = np.where(v.real < 0, -1.0, 1.0)
    e = np.exp(-sign * v)
    return np.where(sign < 0, e, 1.0) / (1.0 + e)


def tanh(v):
    return 2.0 * sigmoid(2.0 * v) - 1.0


def step(x, h, w_ih, w_hh, b_ih, b_hh):
    width = h.shape[1]
    from_x, from_h = x @ w_ih.T + b_ih, h @ w_hh.T + b_hh
    gates = sigmoid(from_x[:, : 2 * width] + from_h[:, : 2 * width])
    r, z = gates[:, :width], gates[:, width:]
    n = tanh(from_x[:, 2 * width :] + r * from_h[:, 2 * width :])
    return n + z * (h - n)


class GRUCell:
    def __init__(self, *weights):
        self.weights = weights

    def forward(self, x, h):
        return step(x, h, *self.weights), (x, h)

    def backward(self, dh, cache):
        inputs = [a.astype(complex) for a in (*cache, *self.weights)]
        gradients = []
        for a in inputs:
            g = np.zeros(a.shape)
            for place in np.ndindex(a.shape):
                a[place] += 1j * TINY
                g[place] = (step(*inputs).imag / TINY * dh).sum()
                a[place] -= 1j * TINY
            gradients.append(g)
        return tuple(gradients)
