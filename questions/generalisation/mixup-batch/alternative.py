"""A mixing matrix: row k holds lambda at k and the rest at its partner."""

import numpy as np


def mixup(x, y, classes, alpha, each, rng):
    count = x.shape[0]
    if alpha == 0:
        lam = np.array([1.0] * count) if each else np.array(1.0)
    else:
        lam = rng.beta(alpha, alpha, count) if each else np.array(rng.beta(alpha, alpha))
    partner = rng.permutation(count)
    matrix = np.zeros((count, count))
    for k in range(count):
        share = float(lam[k]) if each else float(lam)
        matrix[k, k] += share
        matrix[k, partner[k]] += 1.0 - share
    flat = matrix @ x.reshape(count, -1)
    labels = np.zeros((count, classes))
    for k, label in enumerate(y):
        labels[:, label] += matrix[:, k]
    return flat.reshape(x.shape).astype(x.dtype), labels.astype(x.dtype), lam
