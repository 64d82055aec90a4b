"""All stumps of a feature from one sorted pass; weights from the exponential loss of the whole sum."""

import math

import numpy as np


def best_stump(x, y, w):
    found = []
    for feature in range(x.shape[1]):
        order = np.argsort(x[:, feature], kind="stable")
        values, signed = x[order, feature], (w * y)[order]
        # with sign +1 all up to the threshold are called -1: wrong are their positives
        error = w[y == -1].sum() + np.cumsum(signed)
        for i in range(len(values) - 1):
            if values[i] < values[i + 1]:
                threshold = (float(values[i]) + float(values[i + 1])) / 2
                found += [
                    (error[i], (feature, threshold, 1)),
                    (1 - error[i], (feature, threshold, -1)),
                ]
    low = min((e for e, _ in found), default=1.0)
    return next(((float(e), s) for e, s in found if e < low + 1e-9), (1.0, None))


def adaboost(x, y, rounds, queries):
    total, votes = np.zeros(len(y)), np.zeros(len(queries))
    stumps, alphas = [], []
    for _ in range(rounds):
        loss = np.exp(-y * total)
        error, stump = best_stump(x, y, loss / loss.sum())
        if error >= 0.5 - 1e-9:
            break
        error = max(error, 1e-9)
        alpha = math.atanh(1 - 2 * error)
        feature, threshold, sign = stump
        total = total + alpha * np.where(x[:, feature] > threshold, sign, -sign)
        votes = votes + alpha * np.where(queries[:, feature] > threshold, sign, -sign)
        stumps.append(stump)
        alphas.append(alpha)
        if error == 1e-9:
            break
    return stumps, np.array(alphas, dtype=float), np.where(votes < 0, -1, 1)
