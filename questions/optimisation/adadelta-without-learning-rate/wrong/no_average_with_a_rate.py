import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    s = rho * s + (1 - rho) * g**2
    if lr is not None:
        return p - lr * g / np.sqrt(s + eps), s, d
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return p + delta, s, rho * d + (1 - rho) * delta**2
