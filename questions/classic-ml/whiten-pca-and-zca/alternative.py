"""From the singular values of the centred data; the covariance is never formed."""

import numpy as np


def whiten(x, kind, eps):
    m, n = x.shape
    mean = np.full(m, 1 / m) @ x
    _, singular, axes = np.linalg.svd(x - mean)
    variance = np.zeros(n)
    variance[: len(singular)] = singular**2 / m
    stretch = np.diag((variance + eps) ** -0.5)
    w = axes.T @ stretch @ axes if kind == "zca" else axes.T @ stretch
    return (x - mean) @ w, mean, w
