import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    s = rho * s + (1 - rho) * g**2
    rms_g = np.sqrt(s + eps)
    if lr is not None:
        delta = -lr / rms_g * g
        return p + delta, s, rho * d + (1 - rho) * delta**2
    delta = -np.sqrt(d + eps) / rms_g * g
    d = rho * d + (1 - rho) * delta**2
    delta = -np.sqrt(d + eps) / rms_g * g
    return p + delta, s, d
