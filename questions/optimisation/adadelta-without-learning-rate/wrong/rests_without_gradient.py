import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    if not np.any(g):
        return p.copy(), s.copy(), d.copy()
    s = rho * s + (1 - rho) * g**2
    ahead = np.sqrt(d + eps) if lr is None else lr
    step = -ahead / np.sqrt(s + eps) * g
    return p + step, s, rho * d + (1 - rho) * step**2
