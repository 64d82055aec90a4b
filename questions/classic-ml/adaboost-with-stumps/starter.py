import numpy as np


def adaboost(x, y, rounds, queries):
    """Return (stumps, alphas, labels): the ensemble and its decisions on the queries."""
    raise NotImplementedError
