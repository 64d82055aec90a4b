"""Forward mode: the derivatives of h and c with respect to the four sums, one sample at a time, as
explicit Jacobian blocks that einsum contracts."""

import math

import numpy as np


def squash(v):
    return 1.0 / (1.0 + math.exp(-v)) if v >= 0 else math.exp(v) / (1.0 + math.exp(v))


class LSTMCell:
    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.weights = np.hstack([w_ih, w_hh])
        self.bias = b_ih + b_hh
        self.size = w_ih.shape[1]

    def forward(self, x, h, c):
        n, width = h.shape
        both = np.concatenate([x, h], axis=1)
        sums = np.einsum("nk,rk->nr", both, self.weights) + self.bias
        new_h, new_c = np.empty_like(h), np.empty_like(c)
        of_h, of_c = np.zeros((n, width, 4)), np.zeros((n, width, 4))  # by the sums i, f, g, o
        h_by_c, keep = np.empty_like(h), np.empty_like(h)
        for a, b in np.ndindex(n, width):
            i, f, o = (squash(sums[a, b + k * width]) for k in (0, 1, 3))
            g = math.tanh(sums[a, b + 2 * width])
            new_c[a, b] = f * c[a, b] + i * g
            top = math.tanh(new_c[a, b])
            new_h[a, b] = o * top
            of_c[a, b] = [g * i * (1 - i), c[a, b] * f * (1 - f), i * (1 - g * g), 0.0]
            h_by_c[a, b] = o * (1 - top * top)
            of_h[a, b] = h_by_c[a, b] * of_c[a, b]
            of_h[a, b, 3] += top * o * (1 - o)
            keep[a, b] = f
        return new_h, new_c, (both, of_h, of_c, h_by_c, keep)

    def backward(self, dh, dc, cache):
        both, of_h, of_c, h_by_c, keep = cache
        dsums = np.einsum("nb,nbk->nkb", dh, of_h) + np.einsum("nb,nbk->nkb", dc, of_c)
        dsums = dsums.reshape(len(dh), -1)
        dboth = np.einsum("nr,rk->nk", dsums, self.weights)
        dweights = np.einsum("nr,nk->rk", dsums, both)
        dbias = np.einsum("nr->r", dsums)
        dc_old = (dc + dh * h_by_c) * keep
        s = self.size
        return dboth[:, :s], dboth[:, s:], dc_old, dweights[:, :s], dweights[:, s:], dbias, dbias
