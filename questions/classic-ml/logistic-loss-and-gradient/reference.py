import numpy as np


def logreg_loss_grad(w, b, X, y, l2=0.0, l1=0.0):
    m = len(y)
    side = np.where(y > 0, 1.0, -1.0)
    margin = side * (X @ w + b)
    penalty = (l2 * (w @ w) / 2 + l1 * np.abs(w).sum()) / m
    doubt = np.exp(-np.logaddexp(0.0, margin))  # the probability of the other class
    pull = -side * doubt / m
    dw = X.T @ pull + (l2 * w + l1 * np.sign(w)) / m
    return np.logaddexp(0.0, -margin).mean() + penalty, dw, pull.sum()
