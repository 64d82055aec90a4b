import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    n, c, h, w = shape
    k, s, p = kernel, stride, padding
    big = dout.repeat(k, axis=2).repeat(k, axis=3)
    inside = np.zeros((max(h + 2 * p, big.shape[2]), max(w + 2 * p, big.shape[3])))
    inside[p : p + h, p : p + w] = 1
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, cols = slice(i * k, i * k + k), slice(j * k, j * k + k)
            area = k * k if count_include_pad else max(1, inside[rows, cols].sum())
            big[:, :, rows, cols] /= area
    return big[:, :, p : p + h, p : p + w]
