import numpy as np


def pca(x, k, whiten):
    """Return (mean, components, variances, ratios, scores, restored)."""
    raise NotImplementedError
