import numpy as np


def ranking_metrics(y, scores, weights=None):
    """Return (fpr, tpr, thresholds, auc, ap, best) of scores for labels y of 0 and 1."""
    raise NotImplementedError
