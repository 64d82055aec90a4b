import numpy as np


def mixup(x, y, classes, alpha, each, rng):
    n = x.shape[0]
    if alpha > 0:
        lam = rng.beta(alpha, alpha, size=n) if each else rng.beta(alpha, alpha)
    else:
        lam = np.ones(n) if each else 1.0
    perm = rng.permutation(n)
    Y = np.zeros((n, classes))
    Y[np.arange(n), y] = 1
    lam = np.asarray(lam)
    l = lam
    lx = l.reshape((n,) + (1,) * (x.ndim - 1)) if each else l
    ly = l[:, None] if each else l
    return lx * x + (1 - lx) * x[perm], ly * Y + (1 - ly) * Y[perm], lam
