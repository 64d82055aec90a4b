import numpy as np


def max_pool_backward(dout, x, kernel, stride, padding):
    n, c, h, w = x.shape
    p = padding
    xpad = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
    dpad = np.zeros_like(xpad)
    for b in range(n):
        for ch in range(c):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    r, q = i * stride, j * stride
                    win = xpad[b, ch, r : r + kernel, q : q + kernel]
                    a, z = divmod(int(win.argmax()), kernel)
                    dpad[b, ch, r + a, q + z] = dout[b, ch, i, j]
    return dpad[:, :, p : p + h, p : p + w]
