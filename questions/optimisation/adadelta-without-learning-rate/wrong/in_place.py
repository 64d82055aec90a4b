import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    s = rho * s + (1 - rho) * g**2
    top = np.sqrt(d + eps) if lr is None else lr
    delta = -top / np.sqrt(s + eps) * g
    p += delta
    return p, s, rho * d + (1 - rho) * delta**2
