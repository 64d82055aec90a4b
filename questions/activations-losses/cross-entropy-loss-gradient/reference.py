import numpy as np


def cross_entropy(z, y, weight, reduction, ignore_index, label_smoothing):
    n, k = z.shape
    kept = y != ignore_index
    target = np.where(kept, y, 0)
    w = np.ones(k) if weight is None else weight

    shifted = z - z.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    # every class c of sample i has the coefficient q[i, c] in front of -log p[i, c]
    q = np.tile(label_smoothing / k * w, (n, 1))
    q[np.arange(n), target] += (1.0 - label_smoothing) * w[target]
    q = q * kept[:, None]

    losses = -(q * logp).sum(axis=1)
    dz = np.exp(logp) * q.sum(axis=1, keepdims=True) - q
    if reduction == "none":
        return losses, dz
    if reduction == "sum":
        return float(losses.sum()), dz
    if not kept.any():
        return 0.0, dz
    total = w[target][kept].sum()
    return float(losses.sum() / total), dz / total
