import numpy as np


def cross_entropy(z, y, weight, reduction, ignore_index, label_smoothing):
    n, k = z.shape
    w = np.ones(k) if weight is None else weight
    kept = y != ignore_index
    t = np.where(kept, y, 0)
    rows = np.arange(n)
    m = z.max(axis=1, keepdims=True)
    lse = m + np.log(np.exp(z - m).sum(axis=1, keepdims=True))
    logp = z - lse
    p = np.exp(logp)
    onehot = np.zeros((n, k))
    onehot[rows, t] = 1.0

    hard = -w[t] * logp[rows, t]
    smooth = -(logp * w).sum(axis=1) / k
    loss = ((1 - label_smoothing) * hard + label_smoothing * smooth) * kept

    dhard = w[t][:, None] * (p - onehot)
    dz = dhard * kept[:, None]

    if reduction == "none":
        return loss, dz
    if reduction == "sum":
        return float(loss.sum()), dz
    if not kept.any():
        return 0.0, dz
    total = w[t[kept]].sum()
    return float(loss.sum() / total), dz / total
