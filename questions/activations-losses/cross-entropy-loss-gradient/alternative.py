"""Sample by sample with plain floats: a hard part and a smooth part, each with its gradient."""

import math

import numpy as np


def cross_entropy(z, y, weight, reduction, ignore_index, label_smoothing):
    n, k = z.shape
    w = [1.0] * k if weight is None else weight.tolist()
    losses = np.zeros(n)
    dz = np.zeros((n, k))
    total = 0.0
    for i, label in enumerate(y.tolist()):
        if label == ignore_index:
            continue
        row = z[i].tolist()
        top = max(row)
        log_total = top + math.log(math.fsum(math.exp(v - top) for v in row))
        p = [math.exp(v - log_total) for v in row]
        hard = w[label] * (log_total - row[label])
        smooth = math.fsum(wc * (log_total - v) for wc, v in zip(w, row, strict=True)) / k
        losses[i] = (1.0 - label_smoothing) * hard + label_smoothing * smooth
        for c in range(k):
            of_hard = w[label] * (p[c] - (c == label))
            of_smooth = (p[c] * math.fsum(w) - w[c]) / k
            dz[i, c] = (1.0 - label_smoothing) * of_hard + label_smoothing * of_smooth
        total += w[label]
    if reduction == "none":
        return losses, dz
    divisor = total if reduction == "mean" and total else 1.0
    return math.fsum(losses) / divisor, dz / divisor
