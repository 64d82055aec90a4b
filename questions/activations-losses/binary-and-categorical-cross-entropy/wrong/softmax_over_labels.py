import numpy as np


def bce(p, y):
    with np.errstate(divide="ignore"):
        yes = np.maximum(np.log(p), -100.0)
        no = np.maximum(np.log1p(-p), -100.0)
    return float(np.mean(-y * yes - (1.0 - y) * no))


def bce_with_logits(z, y, pos_weight=None):
    weight = 1.0 if pos_weight is None else pos_weight
    s = np.exp(z - z.max(axis=1, keepdims=True))
    s /= s.sum(axis=1, keepdims=True)
    yes, no = -np.log(s + 1e-300), -np.log(1.0 - s + 1e-300)
    return float(np.mean(weight * y * yes + (1.0 - y) * no))


def categorical_ce(z, y):
    shifted = z - z.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    if y.ndim == 1:
        return float(-logp[np.arange(len(y)), y].mean())
    return float(-(y * logp).sum(axis=1).mean())
