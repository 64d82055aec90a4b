import numpy as np


def choose_threshold(rule, scores, y, c_fp, c_fn):
    if rule == "prior":
        t = y.mean()
    elif rule == "cost":
        t = c_fp / (c_fp + c_fn)
    else:
        levels = np.unique(scores)
        tp = np.array([np.sum(y[scores >= s]) for s in levels])
        called = np.array([np.sum(scores >= s) for s in levels])
        t = levels[np.argmax(2 * tp / (called + y.sum()))]
    return float(t), (scores >= t).astype(np.int64)
