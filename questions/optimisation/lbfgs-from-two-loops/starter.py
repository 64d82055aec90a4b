import numpy as np


def two_loop(g, S, Y, gamma_scaling=True):
    """Return the direction -H g; S and Y hold the pairs, oldest first."""
    raise NotImplementedError


def lbfgs(f, g, x0, m, tol):
    """Return x with |g(x)| < tol, using two_loop(gradient, S, Y) in every iteration."""
    raise NotImplementedError
