import numpy as np


def ranking_metrics(y, scores, weights=None):
    w = np.ones(len(y)) if weights is None else weights
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    level = np.searchsorted(-thresholds, -scores)
    tp = np.cumsum(np.bincount(level, weights=w * (y == 1), minlength=len(thresholds)))
    fp = np.cumsum(np.bincount(level, weights=w * (y == 0), minlength=len(thresholds)))
    nan = np.full(len(thresholds), np.nan)
    tpr = tp / tp[-1] if tp[-1] else nan
    fpr = fp / fp[-1] if fp[-1] else nan
    auc = np.nan
    if tp[-1] and fp[-1]:
        neg = np.sort(scores[y == 0])
        by_score = np.argsort(scores[y == 0])
        beaten = np.concatenate([[0.0], np.cumsum(w[y == 0][by_score])])
        wins = beaten[np.searchsorted(neg, scores[y == 1], side="right")]
        auc = float((w[y == 1] * wins).sum() / (tp[-1] * fp[-1]))
    precision = tp[1:] / (tp[1:] + fp[1:])
    ap = float((np.diff(tpr) * precision).sum())
    best = np.nan
    if not np.isnan(auc):
        best = float(thresholds[1 + np.argmax(tpr[1:] - fpr[1:])])
    return fpr, tpr, thresholds, auc, ap, best
