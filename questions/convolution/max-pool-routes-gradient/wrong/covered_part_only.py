import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    n, c, rows, cols = dout.shape
    p = padding
    xpad = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
    dpad = np.zeros((n, c, (rows - 1) * stride + kernel, (cols - 1) * stride + kernel))
    for b in range(n):
        for ch in range(c):
            for i in range(rows):
                for j in range(cols):
                    r, q = i * stride, j * stride
                    win = xpad[b, ch, r : r + kernel, q : q + kernel]
                    a, z = divmod(int(win.argmax()), kernel)
                    dpad[b, ch, r + a, q + z] += dout[b, ch, i, j]
    return dpad[:, :, p : dpad.shape[2] - p, p : dpad.shape[3] - p]
