import numpy as np


def ring_allreduce(arrays, send):
    p = len(arrays)
    size = len(arrays[0]) // p
    whole = [array.copy() for array in arrays]
    parts = [[array[c * size : (c + 1) * size] for c in range(p)] for array in whole]
    for step in range(p - 1):  # reduce-scatter: partial sums move on
        got = [send(r, (r + 1) % p, parts[r][(r - step) % p]) for r in range(p)]
        for r in range(p):
            parts[r][(r - 1 - step) % p] += got[r - 1]
    for step in range(p - 1):  # all-gather: rank r has finished part r + 1
        got = [send(r, (r + 1) % p, parts[r][(r + 1 - step) % p]) for r in range(p)]
        for r in range(p):
            parts[r][(r - step) % p] = got[r - 1]
    return [np.concatenate([*part, array[size * p :]]) for part, array in zip(parts, whole)]
