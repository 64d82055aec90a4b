import numpy as np


def whiten(x, kind, eps):
    mean = x.mean(axis=0)
    xc = x - mean
    cov = xc.T @ xc / xc.shape[0]
    s, u = np.linalg.eigh(cov)
    s = np.maximum(s, 0.0)
    scale = 1.0 / np.sqrt(s + eps)
    w = u * scale
    if kind == "zca":
        w = w @ u.T
    z = xc @ w
    return z, mean, w
