import numpy as np


class KernelSVM:
    """A soft-margin SVM through its dual."""

    def __init__(self, c, kernel, sigma):
        self.c, self.kernel, self.sigma = c, kernel, sigma

    def fit(self, x, y):
        """Solve the dual and return (alpha, b)."""
        raise NotImplementedError

    def decision(self, queries):
        """Return f at the rows of queries, after fit."""
        raise NotImplementedError

    def check(self, x, y, alpha, b):
        """Return (dual, balance, box, kkt) of any alpha and b, without fit."""
        raise NotImplementedError
