import numpy as np


def pegasos(x, y, c, order):
    if np.any((y != 1) & (y != -1)):
        raise ValueError("y must be -1 or 1")
    m, d = x.shape
    lam = c
    w = np.zeros(d)
    t = 0
    for i in order:
        t += 1
        eta = 1 / (lam * t)
        margin = y[i] * np.dot(w, x[i])
        w = (1 - eta * lam) * w
        if margin < 1:
            w = w + eta * y[i] * x[i]
    hinge = np.maximum(0.0, 1 - y * x.dot(w))
    return w, float(lam / 2 * np.dot(w, w) + np.mean(hinge))
