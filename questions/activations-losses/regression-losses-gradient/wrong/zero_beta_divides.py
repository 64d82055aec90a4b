import numpy as np


def regression_loss(kind, p, t, beta, reduction):
    d = p - t
    a = np.abs(d)
    if kind == "mse":
        loss = d**2
        grad = 2 * d
    elif kind == "l1":
        loss = a
        grad = np.sign(d)
    elif kind == "smooth_l1":
        loss = np.where(a <= beta, 0.5 * d**2 / beta, a - 0.5 * beta)
        grad = np.where(a <= beta, d / beta, np.sign(d))
    else:
        loss = np.where(a <= beta, 0.5 * d**2, beta * (a - 0.5 * beta))
        grad = np.where(a <= beta, d, beta * np.sign(d))
    if reduction == "mean":
        return float(loss.mean()), grad / loss.size
    if reduction == "sum":
        return float(loss.sum()), grad
    return loss, grad
