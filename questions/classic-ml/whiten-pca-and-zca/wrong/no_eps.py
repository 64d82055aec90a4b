import numpy as np


def whiten(x, kind, eps):
    mean = x.mean(axis=0)
    xc = x - mean
    cov = xc.T @ xc / xc.shape[0]
    u, s, _ = np.linalg.svd(cov)
    scale = 1.0 / np.sqrt(s)
    w = u * scale
    if kind == "zca":
        w = w @ u.T
    z = xc @ w
    return z, mean, w
