import numpy as np


def ratio(a, b):
    return np.divide(a, b, out=np.zeros_like(a), where=b != 0)


def classification_metrics(y, p, k, average, weights=None):
    w = np.ones(len(y)) if weights is None else weights
    matrix = np.bincount(k * y + p, weights=w, minlength=k * k).reshape(k, k).astype(float)
    right, truth, claimed = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    if average == "micro":
        right, truth, claimed = (part.sum(keepdims=True) for part in (right, truth, claimed))
    scores = ratio(right, claimed), ratio(right, truth), ratio(2 * right, truth + claimed)
    if average == "none":
        return matrix, *scores
    share = ratio(truth, truth.sum(keepdims=True)) if average == "weighted" else 1 / len(right)
    return matrix, *(float((score * share).sum()) for score in scores)
