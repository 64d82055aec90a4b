import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    n, c, h, w = shape
    k, s, p = kernel, stride, padding
    dpad = np.zeros((n, c, h + 2 * p, w + 2 * p))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            r, q = i * s, j * s
            dpad[:, :, r : r + k, q : q + k] += dout[:, :, i, j, None, None] / k**2
    return dpad[:, :, p : p + h, p : p + w]
