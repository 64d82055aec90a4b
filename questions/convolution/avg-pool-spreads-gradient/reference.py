import numpy as np


def avg_pool_backward(dout, shape, kernel, stride, padding, count_include_pad):
    height, width = shape[2:]
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        top, left = i * stride - padding, j * stride - padding
        rows = slice(max(top, 0), min(top + kernel, height))
        columns = slice(max(left, 0), min(left + kernel, width))
        window = dx[:, :, rows, columns]
        count = kernel * kernel if count_include_pad else window.shape[2] * window.shape[3]
        window += dout[:, :, i, j, None, None] / count
    return dx
