import numpy as np


def ranking_metrics(y, scores, weights=None):
    w = np.ones(len(y))
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    level = np.searchsorted(-thresholds, -scores)
    tp = np.cumsum(np.bincount(level, weights=w * (y == 1), minlength=len(thresholds)))
    fp = np.cumsum(np.bincount(level, weights=w * (y == 0), minlength=len(thresholds)))
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
