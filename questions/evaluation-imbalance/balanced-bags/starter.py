import numpy as np


def balance(y, n_models, rng):
    """Return (weights, bags): a loss weight per class and, per model, the rows it is trained on."""
    raise NotImplementedError
