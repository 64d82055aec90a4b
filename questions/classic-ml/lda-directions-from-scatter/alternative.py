"""Without any scatter matrix: QR of the centred rows, then the singular values of the means."""

import numpy as np


def lda_fit(x, y, shrinkage):
    n = x.shape[1]
    centred, means = np.empty_like(x), []
    for label in sorted(set(y.tolist())):
        inside = np.flatnonzero(y == label)
        centre = np.average(x[inside], axis=0)
        centred[inside] = x[inside] - centre
        means.append(np.sqrt(len(inside)) * (centre - np.average(x, axis=0)))
    ridge = np.sqrt(shrinkage * np.sum(centred * centred) / n)
    r = np.linalg.qr(np.vstack([np.sqrt(1 - shrinkage) * centred, ridge * np.eye(n)]), mode="r")
    # the means in coordinates where the spread within classes is round
    _, _, axes = np.linalg.svd(np.linalg.solve(r.T, np.array(means).T).T, full_matrices=False)
    return np.linalg.solve(r, axes[: min(len(means) - 1, n)].T)
