import numpy as np


def bias_variance(sim, model, repeats, bags):
    """Return (bias2, variance, noise, mse), each averaged over the test points."""
    raise NotImplementedError
