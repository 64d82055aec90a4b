import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    n, c, h, w = x.shape
    p = padding
    xpad = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
    dpad = np.zeros_like(xpad)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            r, q = i * stride, j * stride
            win = xpad[:, :, r : r + kernel, q : q + kernel]
            mask = win == win.max(axis=(2, 3), keepdims=True)
            share = mask / mask.sum(axis=(2, 3), keepdims=True)
            dpad[:, :, r : r + kernel, q : q + kernel] += share * dout[:, :, i, j, None, None]
    return dpad[:, :, p : p + h, p : p + w]
