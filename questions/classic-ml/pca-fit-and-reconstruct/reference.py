import numpy as np


def pca(x, k, whiten):
    mean = x.mean(axis=0)
    centred = x - mean
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    components = axes[:k]
    largest = np.abs(components).argmax(axis=1)
    components = np.sign(components[np.arange(k), largest])[:, None] * components
    variances = singular**2 / (len(x) - 1)
    projected = centred @ components.T
    restored = mean + projected @ components
    scores = projected / np.sqrt(variances[:k]) if whiten else projected
    return mean, components, variances[:k], variances[:k] / variances.sum(), scores, restored
