import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    s = rho * s + (1 - rho) * g**2
    if lr is None:
        lr, u = 1.0, np.sqrt(d + eps) / np.sqrt(s + eps) * g
    else:
        u = g / np.sqrt(s + eps)
    return p - lr * u, s, rho * d + (1 - rho) * u**2
