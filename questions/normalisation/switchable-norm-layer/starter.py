import numpy as np


def switchable_norm(x, w_mean, w_var, gamma, beta, eps):
    """Normalise x (N, C, H, W) by a mix of IN, LN and BN statistics; same shape."""
    raise NotImplementedError
