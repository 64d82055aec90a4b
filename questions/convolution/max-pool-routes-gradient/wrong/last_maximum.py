import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    n, c, h, w = x.shape
    dx = np.zeros_like(x)
    for b in range(n):
        for ch in range(c):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    best, where = -np.inf, None
                    for r in range(i * stride - padding, i * stride - padding + kernel):
                        for q in range(j * stride - padding, j * stride - padding + kernel):
                            if 0 <= r < h and 0 <= q < w and x[b, ch, r, q] >= best:
                                best, where = x[b, ch, r, q], (r, q)
                    dx[b, ch, where[0], where[1]] += dout[b, ch, i, j]
    return dx
