import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    s *= rho
    s += (1 - rho) * g * g
    size = np.sqrt(d + eps) if lr is None else lr
    step = -size / np.sqrt(s + eps) * g
    d *= rho
    d += (1 - rho) * step * step
    return p + step, s, d
