"""One sample at a time in plain floats: the sigmoid by cases, the residual h - y."""

import math

import numpy as np


def sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def logreg_loss_grad(w, b, X, y, l2=0.0, l1=0.0):
    weights, losses, residuals = w.tolist(), [], []
    for row, label in zip(X.tolist(), y.tolist(), strict=True):
        target = 1.0 if label == 1 else 0.0
        z = b + math.fsum(a * c for a, c in zip(row, weights, strict=True))
        losses.append(max(z, 0.0) - target * z + math.log1p(math.exp(-abs(z))))
        residuals.append(sigmoid(z) - target)
    m = len(losses)
    loss = math.fsum(losses) + sum(l2 / 2 * c * c + l1 * abs(c) for c in weights)
    dw = []
    for j, c in enumerate(weights):
        slope = l2 * c + (math.copysign(l1, c) if c else 0.0)
        dw.append((math.fsum(r * X[i, j] for i, r in enumerate(residuals)) + slope) / m)
    return loss / m, np.array(dw), math.fsum(residuals) / m
