import numpy as np


def k_fold(n, k, rng, y=None):
    """Return k pairs (train_idx, val_idx) of index arrays."""
    raise NotImplementedError


def grid_search(fit, score, X, y, grid, folds):
    """Return (best_params, table); table holds (params, mean score) in the order of the grid."""
    raise NotImplementedError
