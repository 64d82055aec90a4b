"""One formula for all: clip the error to [-beta, beta] and call it c; Huber is c (d - c / 2).

Its gradient is c.
"""

import numpy as np


def regression_loss(kind, p, t, beta, reduction):
    d = np.subtract(p, t)
    if kind == "mse":
        loss, dp = np.square(d), d + d
    elif kind == "l1" or beta == 0.0:
        dp = (d > 0).astype(float) - (d < 0).astype(float)
        loss = d * dp
    else:
        dp = np.clip(d, -beta, beta)
        loss = dp * (d - dp / 2.0)
        if kind == "smooth_l1":
            loss = loss / beta
            dp = dp / beta
    if reduction == "mean":
        return float(np.average(loss)), dp / np.prod(np.shape(d))
    return (float(np.sum(loss)), dp) if reduction == "sum" else (loss, dp)
