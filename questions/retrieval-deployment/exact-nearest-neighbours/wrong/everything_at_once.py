import numpy as np


def unit(rows):
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(norms == 0, 1, norms)


def nearest(queries, vectors, k, metric):
    queries, vectors = queries.astype(float), vectors.astype(float)
    if metric == "cosine":
        d = 1 - np.einsum("qd,nd->qn", unit(queries), unit(vectors))
    else:
        d = np.sqrt(((queries[:, None] - vectors) ** 2).sum(axis=2))
    idx = np.argsort(d, axis=1, kind="stable")[:, :k]
    dist = np.take_along_axis(d, idx, axis=1)
    missing = ((0, 0), (0, k - idx.shape[1]))
    return np.pad(dist, missing, constant_values=np.inf), np.pad(idx, missing, constant_values=-1)
