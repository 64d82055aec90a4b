import numpy as np


def newton_minimise(f, g, H, x0, tol, damped):
    """Return (x, iterations, history), history[k] being f after k iterations."""
    raise NotImplementedError
