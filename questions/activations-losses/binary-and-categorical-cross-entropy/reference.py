import numpy as np


def bce(p, y):
    with np.errstate(divide="ignore"):
        yes = np.maximum(np.log(p), -100.0)
        no = np.maximum(np.log1p(-p), -100.0)
    return -(y * yes + (1.0 - y) * no).mean()


def bce_with_logits(z, y, pos_weight=None):
    weight = 1.0 if pos_weight is None else pos_weight
    yes = np.logaddexp(0.0, -z)
    no = np.logaddexp(0.0, z)
    return (weight * y * yes + (1.0 - y) * no).mean()


def categorical_ce(z, y):
    total = np.logaddexp.reduce(z, axis=1)
    if y.ndim == 1:
        return (total - z[np.arange(len(y)), y]).mean()
    return (y * (total[:, None] - z)).sum(axis=1).mean()
