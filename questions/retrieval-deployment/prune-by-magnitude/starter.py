import numpy as np


def prune(weights, sparsity, scope):
    """Return (masks, pruned): what is kept of each array, and the arrays with the rest set to 0."""
    raise NotImplementedError
