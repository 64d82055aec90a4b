import numpy as np


def lda_fit(x, y, shrinkage):
    n = x.shape[1]
    labels = np.unique(y)
    mean = x.mean(axis=0)
    sw = np.zeros((n, n))
    sb = np.zeros((n, n))
    for c in labels:
        xc = x[y == c]
        mc = xc.mean(axis=0)
        sw += (xc - mc).T @ (xc - mc)
        sb += np.outer(mc - mean, mc - mean)
    sw = (1 - shrinkage) * sw + shrinkage * np.trace(sw) / n * np.eye(n)
    values, vectors = np.linalg.eig(np.linalg.solve(sw, sb))
    order = np.argsort(values.real)[::-1][: len(labels) - 1]
    return vectors[:, order].real.copy()
