import numpy as np


def lda_fit(x, y, shrinkage):
    classes = np.unique(y)
    n = x.shape[1]
    within, between = np.zeros((n, n)), np.zeros((n, n))
    for c in classes:
        rows = x[y == c]
        centred = rows - rows.mean(axis=0)
        shift = rows.mean(axis=0) - x.mean(axis=0)
        within += centred.T @ centred
        between += len(rows) * np.outer(shift, shift)
    within = (1 - shrinkage) * within + shrinkage * np.trace(within) / n * np.eye(n)
    # with within = L L^T the problem becomes symmetric
    inverse = np.linalg.inv(np.linalg.cholesky(within))
    _, vectors = np.linalg.eigh(inverse @ between @ inverse.T)
    return inverse.T @ vectors[:, ::-1][:, : len(classes) - 1]
