"""One-sided Jacobi: turn pairs of columns against each other until all are orthogonal."""

import math

import numpy as np


def orthogonalise(columns):
    """Return (columns made orthogonal, the rotation that did it)."""
    a, turn = columns.copy(), np.eye(columns.shape[1])
    done = False
    while not done:
        done = True
        for i in range(a.shape[1]):
            for j in range(i + 1, a.shape[1]):
                p, q, r = a[:, i] @ a[:, i], a[:, j] @ a[:, j], a[:, i] @ a[:, j]
                if abs(r) > 1e-15 * math.sqrt(p * q) and abs(r) > 1e-290:
                    done = False
                    t = (q - p) / (2 * r)
                    t = math.copysign(1 / (abs(t) + math.hypot(1, t)), t)
                    c = 1 / math.hypot(1, t)
                    plane = np.array([[c, c * t], [-c * t, c]])
                    a[:, [i, j]] = a[:, [i, j]] @ plane
                    turn[:, [i, j]] = turn[:, [i, j]] @ plane
        if np.abs(a).max() == 0:
            break
    return a, turn


def pca(x, k, whiten):
    mean = x.mean(axis=0)
    centred = x - mean
    if len(x) > x.shape[1]:
        a, turn = orthogonalise(centred)
        lengths = np.sqrt((a * a).sum(axis=0))
        directions = turn
    else:
        a, _ = orthogonalise(np.ascontiguousarray(centred.T))
        lengths = np.sqrt((a * a).sum(axis=0))
        directions = a / np.where(lengths > 0, lengths, 1)
    order = np.argsort(-lengths)[:k]
    components = directions[:, order].T.copy()
    for row in components:
        if row[np.abs(row).argmax()] < 0:
            row *= -1
    variances = lengths**2 / (len(x) - 1)
    scores = centred @ components.T
    restored = sum((np.outer(s, c) for s, c in zip(scores.T, components)), np.zeros(x.shape)) + mean
    if whiten:
        scores = scores * (len(x) - 1) ** 0.5 / lengths[order]
    return mean, components, variances[order], variances[order] / variances.sum(), scores, restored
