import numpy as np


def unit(rows):
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.maximum(norms, 1e-8)


def nearest(queries, vectors, k, metric):
    queries, vectors = queries.astype(float), vectors.astype(float)
    if metric == "cosine":
        queries, vectors = unit(queries), unit(vectors)
    dist = np.full((len(queries), k), np.inf)
    idx = np.full((len(queries), k), -1)
    for row, q in enumerate(queries):  # one query at a time: memory for n x d numbers, no more
        if metric == "cosine":
            d = 1 - np.einsum("nd,d->n", vectors, q)
        else:
            d = np.sqrt(((vectors - q) ** 2).sum(axis=1))
        best = np.argsort(d, kind="stable")[:k]
        dist[row, : len(best)] = d[best]
        idx[row, : len(best)] = best
    return dist, idx
