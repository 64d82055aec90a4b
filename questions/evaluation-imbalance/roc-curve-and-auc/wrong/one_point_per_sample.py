import numpy as np


def ranking_metrics(y, scores, weights=None):
    w = np.ones(len(y)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    thresholds = np.concatenate([[np.inf], scores[order]])
    tp = np.concatenate([[0.0], np.cumsum((w * (y == 1))[order])])
    fp = np.concatenate([[0.0], np.cumsum((w * (y == 0))[order])])
    nan = np.full(len(thresholds), np.nan)
    tpr = tp / tp[-1] if tp[-1] else nan
    fpr = fp / fp[-1] if fp[-1] else nan
    auc = float(np.trapezoid(tpr, fpr))
    precision = tp[1:] / (tp[1:] + fp[1:])
    ap = float((np.diff(tpr) * precision).sum())
    best = np.nan
    if not np.isnan(auc):
        best = float(thresholds[1 + np.argmax(tpr[1:] - fpr[1:])])
    return fpr, tpr, thresholds, auc, ap, best
