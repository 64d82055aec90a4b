import numpy as np


def divide(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.where(b > 0, a / np.where(b > 0, b, 1.0), 0.0)


def classification_metrics(y, p, k, average, weights=None):
    cm = np.zeros((k, k))
    np.add.at(cm, (y, p), 1.0 if weights is None else weights)
    tp = np.diag(cm)
    if average == "micro":
        micro = float(divide(tp.sum(), cm.sum()))
        return cm, micro, micro, micro
    precision = divide(tp, cm.sum(axis=1))
    recall = divide(tp, cm.sum(axis=0))
    f1 = divide(2 * precision * recall, precision + recall)
    if average == "none":
        return cm, precision, recall, f1
    if average == "macro":
        share = np.full(k, 1 / k)
    else:
        share = divide(cm.sum(axis=1), cm.sum())
    return cm, float(share @ precision), float(share @ recall), float(share @ f1)
