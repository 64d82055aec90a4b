import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    n, c, h, w = shape
    k, s, p = kernel, stride, padding
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = max(i * s - p, 0), max(j * s - p, 0)
            bottom, right = i * s - p + k, j * s - p + k
            area = k * k if count_include_pad else (bottom - top) * (right - left)
            dx[:, :, top:bottom, left:right] += dout[:, :, i, j, None, None] / area
    return dx
