import numpy as np


def bce(p, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        yes = np.where(y > 0.0, -y * np.log(p), 0.0)
        no = np.where(y < 1.0, -(1.0 - y) * np.log1p(-p), 0.0)
    return float(np.mean(np.minimum(yes + no, 100.0)))


def bce_with_logits(z, y, pos_weight=None):
    weight = 1.0 if pos_weight is None else pos_weight
    tail = np.log1p(np.exp(-np.abs(z)))
    yes = np.maximum(-z, 0.0) + tail
    no = np.maximum(z, 0.0) + tail
    return float(np.mean(weight * y * yes + (1.0 - y) * no))


def categorical_ce(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    if y.ndim == 1:
        return float(-logp[np.arange(len(y)), y].mean())
    return float(-(y * logp).sum(axis=1).mean())
