import numpy as np


def pegasos(x, y, c, order):
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("labels are -1 and 1")
    rate = 1.0 / (len(x) * c)
    w = np.zeros(x.shape[1])
    for t, i in enumerate(order, start=1):
        inside = y[i] * (x[i] @ w) < 1
        w = (1 - 1 / t) * w
        if inside:
            w = w + y[i] * x[i] / (rate * t)
    hinge = np.maximum(0, 1 - y * (x @ w))
    return w, float(rate / 2 * (w @ w) + hinge.mean())
