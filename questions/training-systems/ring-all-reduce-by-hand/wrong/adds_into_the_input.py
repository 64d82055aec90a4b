import numpy as np


def ring_allreduce(arrays, send):
    p = len(arrays)
    parts = [np.array_split(array, p) for array in arrays]  # views of the copies
    for step in range(p - 1):  # reduce-scatter: partial sums move on
        got = [send(r, (r + 1) % p, parts[r][(r - step) % p]) for r in range(p)]
        for r in range(p):
            parts[r][(r - 1 - step) % p] += got[r - 1]
    for step in range(p - 1):  # all-gather: rank r has finished part r + 1
        got = [send(r, (r + 1) % p, parts[r][(r + 1 - step) % p]) for r in range(p)]
        for r in range(p):
            parts[r][(r - step) % p][:] = got[r - 1]
    return list(arrays)
