import numpy as np


def ring_allreduce(arrays, send):
    total = np.sum(arrays, axis=0, dtype=arrays[0].dtype)
    return [total.copy() for _ in arrays]
