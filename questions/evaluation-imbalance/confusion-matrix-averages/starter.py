import numpy as np


def classification_metrics(y, p, k, average, weights=None):
    """Return (matrix, precision, recall, f1) of labels y and predictions p, both of 0 .. k-1."""
    raise NotImplementedError
