import numpy as np


def gbdt(x, y, loss, depth, lr, rounds, queries):
    """Return F at the queries after 0, 1, ..., rounds trees: an array (rounds + 1, q)."""
    raise NotImplementedError
