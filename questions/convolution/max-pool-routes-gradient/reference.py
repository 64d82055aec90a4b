import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    height, width = x.shape[2:]
    dx = np.zeros_like(x)
    for image, channel, row, column in np.ndindex(dout.shape):
        top = max(row * stride - padding, 0)
        left = max(column * stride - padding, 0)
        bottom = min(row * stride - padding + kernel, height)
        right = min(column * stride - padding + kernel, width)
        window = x[image, channel, top:bottom, left:right]
        i, j = np.unravel_index(window.argmax(), window.shape)
        dx[image, channel, top + i, left + j] += dout[image, channel, row, column]
    return dx
