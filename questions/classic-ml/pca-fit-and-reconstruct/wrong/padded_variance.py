import numpy as np


def pca(x, k, whiten):
    m, n = x.shape
    mean = x.mean(axis=0)
    xc = x - mean
    u, s, vt = np.linalg.svd(xc, full_matrices=False)
    var = s**2 / (m - 1)
    components = vt[:k].copy()
    for i in range(k):
        j = np.argmax(np.abs(components[i]))
        if components[i, j] < 0:
            components[i] = -components[i]
    ratios = var[:k] / var.sum()
    t = xc @ components.T
    restored = t @ components + mean
    if whiten:
        t = t / np.sqrt(var[:k] + 1e-8)
    return mean, components, var[:k], ratios, t, restored
