import numpy as np


def f1_score(y, labels):
    tp = np.sum((labels == 1) & (y == 1))
    wrong = np.sum(labels != y)
    if 2 * tp + wrong == 0:
        return 0.0
    return 2 * tp / (2 * tp + wrong)


def choose_threshold(rule, scores, y, c_fp, c_fn):
    if rule == "prior":
        t = np.sum(y == 0) / len(y)
    elif rule == "cost":
        t = c_fp / (c_fp + c_fn)
    else:
        best = -1.0
        for s in np.unique(scores):
            f1 = f1_score(y, (scores >= s).astype(int))
            if f1 > best:
                best, t = f1, s
    return float(t), (scores >= t).astype(np.int64)
