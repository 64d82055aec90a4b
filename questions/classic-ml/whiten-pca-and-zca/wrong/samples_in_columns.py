import numpy as np


def whiten(x, kind, eps):
    mean = x.mean(axis=1, keepdims=True)
    xc = x - mean
    cov = xc @ xc.T / xc.shape[1]
    u, s, _ = np.linalg.svd(cov)
    scale = 1.0 / np.sqrt(s + eps)
    w = u * scale
    if kind == "zca":
        w = w @ u.T
    z = w.T @ xc
    return z, mean, w
