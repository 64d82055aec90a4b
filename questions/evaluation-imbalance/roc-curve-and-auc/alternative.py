"""Every threshold counted from scratch; the area as a probability, from ranks among negatives."""

import numpy as np


def ranking_metrics(y, scores, weights=None):
    w = np.ones(len(y)) if weights is None else weights
    positive, negative = y == 1, y == 0
    thresholds = [np.inf, *sorted(set(scores.tolist()), reverse=True)]

    def mass(which):
        """Total weight at or above every threshold."""
        values, weight = scores[which], w[which]
        up = np.argsort(values)
        tail = np.append(np.cumsum(weight[up][::-1])[::-1], 0.0)
        return tail[np.searchsorted(values[up], thresholds, side="left")], weight.sum()

    (tp, n1), (fp, n0) = mass(positive), mass(negative)
    tpr = tp / n1 if n1 else np.full(len(thresholds), np.nan)
    fpr = fp / n0 if n0 else np.full(len(thresholds), np.nan)
    auc = best = ap = np.nan
    if n1 and n0:
        up = np.argsort(scores[negative])
        values, below = scores[negative][up], np.append(0.0, np.cumsum(w[negative][up]))
        low = below[np.searchsorted(values, scores[positive], side="left")]
        high = below[np.searchsorted(values, scores[positive], side="right")]
        auc = float((w[positive] * (low + high) / 2).sum() / (n1 * n0))
        best = float(max((t - f, s) for t, f, s in zip(tpr[1:], fpr[1:], thresholds[1:]))[1])
    if n1:
        # the precision at the threshold of every positive sample, averaged over positives
        at = {s: t / (t + f) for s, t, f in zip(thresholds[1:], tp[1:], fp[1:])}
        precision = np.array([at[s] for s in scores[positive].tolist()])
        ap = float((w[positive] * precision).sum() / n1)
    return fpr, tpr, np.array(thresholds), auc, ap, best
