import numpy as np


def ranking_metrics(y, scores, weights=None):
    w = np.ones(len(y)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    s, w, y = scores[order], w[order], y[order]
    last = np.append(s[1:] != s[:-1], True)  # the last sample of each run of equal scores
    tp = np.append(0.0, np.cumsum(w * y)[last])
    fp = np.append(0.0, np.cumsum(w * (1 - y))[last])
    thresholds = np.append(np.inf, s[last])
    nothing = np.full_like(tp, np.nan)
    tpr = tp / tp[-1] if tp[-1] > 0 else nothing
    fpr = fp / fp[-1] if fp[-1] > 0 else nothing
    auc = float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2)
    ap = float(np.sum(np.diff(tpr) * tp[1:] / (tp[1:] + fp[1:])))
    lift = (tpr - fpr)[1:]
    best = float(thresholds[1:][np.argmax(lift)]) if np.isfinite(auc) else np.nan
    return fpr, tpr, thresholds, auc, ap, best
