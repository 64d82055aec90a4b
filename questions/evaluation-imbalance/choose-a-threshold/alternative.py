"""Sweeps once from the highest score down; F1 values are compared as exact fractions."""

from fractions import Fraction

import numpy as np


def choose_threshold(rule, scores, y, c_fp, c_fn):
    positives = int(np.count_nonzero(y))
    if rule == "prior":
        t = positives / len(y)
    elif rule == "cost":
        t = 1.0 / (1.0 + c_fn / c_fp)
    else:
        best, hits, called = (Fraction(-1), 0.0), 0, 0
        pairs = sorted(zip(scores.tolist(), y.tolist()), reverse=True)
        for place, (score, label) in enumerate(pairs):
            hits, called = hits + label, called + 1
            if place + 1 < len(pairs) and pairs[place + 1][0] == score:
                continue
            f1 = Fraction(2 * hits, called + positives)
            if f1 >= best[0]:
                best = (f1, score)
        t = best[1]
    return t, np.where(scores < t, 0, 1)
