import numpy as np


def ring_allreduce(arrays, send):
    p = len(arrays)
    total = arrays[0].copy()
    for r in range(1, p):
        total += send(r, 0, arrays[r])
    return [total] + [send(0, r, total) for r in range(1, p)]
