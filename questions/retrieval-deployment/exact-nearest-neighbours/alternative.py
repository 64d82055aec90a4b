"""Blocks of vectors; the best so far are merged with the best of the block."""

import numpy as np

BLOCK = 512


def distances(q, block, metric):
    """(q, m) distances, summed up coordinate by coordinate."""
    if metric == "l2":
        squares = sum((q[:, None, c] - block[:, c]) ** 2 for c in range(q.shape[1]))
        return np.sqrt(squares)
    products = sum(np.multiply.outer(q[:, c], block[:, c]) for c in range(q.shape[1]))
    lengths = [np.sqrt((rows**2).sum(axis=1)) for rows in (q, block)]
    scale = np.multiply.outer(*lengths)
    return 1 - np.divide(products, scale, out=np.zeros_like(products), where=scale > 0)


def nearest(queries, vectors, k, metric):
    queries = np.asarray(queries, dtype=np.float64)
    dist = np.full((len(queries), k), np.inf)
    idx = np.full((len(queries), k), -1, dtype=np.int64)
    for start in range(0, len(vectors), BLOCK):
        block = np.asarray(vectors[start : start + BLOCK], dtype=np.float64)
        dist = np.hstack([dist, distances(queries, block, metric)])
        here = np.arange(start, start + len(block))
        idx = np.hstack([idx, np.broadcast_to(here, (len(queries), len(here)))])
        # the padding has index -1 and must lose against every real vector
        order = np.lexsort((idx, dist), axis=1)[:, :k]
        dist, idx = (np.take_along_axis(a, order, axis=1) for a in (dist, idx))
    return dist, idx
