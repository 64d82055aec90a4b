import numpy as np


def whiten(x, kind, eps):
    mean = x.mean(axis=0)
    xc = x - mean
    cov = xc.T @ xc / xc.shape[0]
    w = np.diag(1.0 / np.sqrt(np.diag(cov) + eps))
    z = xc @ w
    return z, mean, w
