import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    n, c, h, w = shape
    k, s, p = kernel, stride, padding
    dpad = np.zeros((n, c, h + 2 * p, w + 2 * p))
    rows = np.minimum(np.arange(dout.shape[2]) * s - p + k, h)
    rows -= np.maximum(np.arange(dout.shape[2]) * s - p, 0)
    cols = np.minimum(np.arange(dout.shape[3]) * s - p + k, w)
    cols -= np.maximum(np.arange(dout.shape[3]) * s - p, 0)
    if count_include_pad:
        dout /= k * k
    else:
        dout /= np.outer(rows, cols)
    for a in range(k):
        for b in range(k):
            rows = slice(a, a + (dout.shape[2] - 1) * s + 1, s)
            cols = slice(b, b + (dout.shape[3] - 1) * s + 1, s)
            dpad[:, :, rows, cols] += dout
    return dpad[:, :, p : p + h, p : p + w]
