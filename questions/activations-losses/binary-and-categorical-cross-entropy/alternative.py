"""Entry by entry in plain floats; an index is a distribution with one 1."""

import math

import numpy as np


def bounded_log(x):
    return max(math.log(x), -100.0) if x > 0 else -100.0


def softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def bce(p, y):
    pairs = zip(p.ravel().tolist(), y.ravel().tolist(), strict=True)
    losses = [-t * bounded_log(a) - (1.0 - t) * bounded_log(1.0 - a) for a, t in pairs]
    return math.fsum(losses) / len(losses)


def bce_with_logits(z, y, pos_weight=None):
    weights = [1.0] * z.shape[1] if pos_weight is None else pos_weight.tolist()
    losses = []
    for logits, labels in zip(z.tolist(), y.tolist(), strict=True):
        for a, t, c in zip(logits, labels, weights, strict=True):
            # log(1 - sigmoid(a)) is log(sigmoid(a)) - a, so that one softplus is enough
            losses.append((1.0 - t) * a + (1.0 + (c - 1.0) * t) * softplus(-a))
    return math.fsum(losses) / len(losses)


def categorical_ce(z, y):
    rows = np.eye(z.shape[1])[y] if y.ndim == 1 else y
    losses = []
    for logits, shares in zip(z.tolist(), rows.tolist(), strict=True):
        top = max(logits)
        total = top + math.log(math.fsum(math.exp(a - top) for a in logits))
        losses.append(math.fsum(t * (total - a) for a, t in zip(logits, shares, strict=True)))
    return math.fsum(losses) / len(losses)
