import numpy as np


def pegasos(x, y, c, order):
    """Return (w, objective) after one step for every entry of order, starting from w = 0."""
    raise NotImplementedError
