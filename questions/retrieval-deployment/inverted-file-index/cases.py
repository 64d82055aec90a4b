"""Cases for IVF: (vectors, centres, iterations[, queries, k, nprobe]); without queries, the index.

Cells are empty only in `empty`, k exceeds the candidates only in `few`, distances are equal only in
`ties`, where all is exact. No search is made before the centres have settled, except in `ties`.
"""

import numpy as np


def blobs(rng, cells, each, d):
    """Points around well-separated places, and starting centres each near one of them."""
    places = 10.0 * rng.permutation(np.stack(np.meshgrid(*[np.arange(3.0)] * d), -1).reshape(-1, d))
    places = places[:cells]
    vectors = np.repeat(places, each, axis=0) + rng.uniform(-1.5, 1.5, size=(cells * each, d))
    centres = places + rng.uniform(-1.0, 1.0, size=(cells, d))
    return rng.permutation(vectors), centres


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    if group == "sample":
        vectors = np.array([[0.0], [1.0], [2.0], [9.0], [10.0], [4.0]])
        centres = np.array([[0.0], [3.0], [99.0]])
        for iterations in (0, 1, 2):
            yield vectors, centres, iterations
        queries = np.array([[5.75], [0.0]])
        for nprobe in (1, 2):
            yield vectors, centres, 2, queries, 3, nprobe
    elif group == "kmeans":
        for iterations in (1, 2, r(3, 5)):
            n, c = r(20, 40), r(3, 5)
            vectors = rng.normal(size=(n, r(2, 4)))
            # starting from vectors: no cell is empty at first
            yield vectors, vectors[rng.permutation(n)[:c]].copy(), iterations
    elif group == "cells":
        for cells in (2, r(3, 6)):
            yield *blobs(rng, cells, r(4, 8), 2), 0
            yield *blobs(rng, cells, r(4, 8), 2), 3
    elif group == "probes":
        for nprobe in (1, 2, 3):
            vectors, centres = blobs(rng, 6, r(5, 8), 2)
            # between the cells, where the nearest vectors lie in several of them
            queries = rng.uniform(2.0, 18.0, size=(8, 2))
            yield vectors, centres, 2, queries, r(2, 5), nprobe
    elif group == "all-cells":
        vectors, centres = blobs(rng, r(3, 6), r(5, 8), 2)
        queries = rng.uniform(0.0, 20.0, size=(4, 2))
        for nprobe in (len(centres), len(centres) + r(1, 5)):
            yield vectors, centres, 2, queries, r(2, 9), nprobe
    elif group == "few":
        vectors, centres = blobs(rng, 4, r(2, 4), 2)
        queries = rng.uniform(0.0, 20.0, size=(3, 2))
        yield vectors, centres, 2, queries, r(5, 9), 1
        yield vectors, centres, 2, queries, 30, 9
    elif group == "empty":
        vectors, centres = blobs(rng, 4, r(4, 6), 2)
        far = np.insert(centres, r(0, 4), 500.0, axis=0)
        yield vectors, far, 3
        queries = np.vstack([rng.uniform(0.0, 20.0, size=(2, 2)), [[490.0, 490.0]]])
        yield vectors, far, 3, queries, 2, 2
    elif group == "ties":
        grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(4.0)), -1).reshape(-1, 2)
        centres = np.array([[1.0, 0.0], [1.0, 2.0], [3.0, 0.0], [3.0, 2.0]])
        vectors = rng.permutation(np.vstack([grid, grid[:6]]))
        yield vectors, centres, 0
        queries = np.array([[2.0, 1.0], [1.0, 1.0], [4.0, 3.0]])
        for nprobe in (1, 2, 4):
            yield vectors, centres, 0, queries, r(3, 7), nprobe
        # so many centres that a sort which is not stable mixes up those equally near
        centres = 2.0 * np.stack(np.meshgrid(np.arange(6.0), np.arange(6.0)), -1).reshape(-1, 2)
        vectors = rng.permutation(np.vstack([centres, centres + 0.5]))
        queries = np.array([[5.0, 5.0], [4.0, 4.0], [5.0, 4.0], [3.0, 7.0]])
        for nprobe in (1, 2, 3, 7):
            yield vectors, centres, 0, queries, 4, nprobe
    elif group == "purity":
        vectors, centres = blobs(rng, 3, 4, 2)
        yield vectors, centres, 2
