import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    n, c, h, w = x.shape
    dpad = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            r, q = i * stride, j * stride
            dpad[:, :, r : r + kernel, q : q + kernel] += dout[:, :, i, j, None, None] / kernel**2
    return dpad[:, :, padding : padding + h, padding : padding + w]
