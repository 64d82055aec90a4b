import numpy as np


def regression_loss(kind, p, t, beta, reduction):
    d = p - t
    size = np.abs(d)
    if kind == "mse":
        loss, dp = d * d, 2.0 * d
    elif kind == "l1" or (kind == "smooth_l1" and beta == 0.0):
        loss, dp = size, np.sign(d)
    else:
        inside = size < beta
        loss = np.where(inside, 0.5 * d * d, beta * (size - 0.5 * beta))
        dp = np.where(inside, d, beta * np.sign(d))
        if kind == "smooth_l1":
            loss, dp = loss / beta, dp / beta
    if reduction == "none":
        return loss, dp
    if reduction == "sum":
        return float(loss.sum()), dp
    return float(loss.mean()), dp / d.size
