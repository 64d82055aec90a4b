import numpy as np


def cross_entropy(z, y, weight, reduction, ignore_index, label_smoothing):
    """Return (loss, dz)."""
    raise NotImplementedError
