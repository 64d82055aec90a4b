"""Least squares; the gradient is always written into the same array, as in a real framework."""

import numpy as np


def drive(solution, what, shards, w, steps, hp, dtype="f8"):
    buffer = np.zeros(w.shape, dtype=dtype)
    calls = {}

    def grad(p, x, y):
        key = x.tobytes() + y.tobytes()
        calls[key] = calls.get(key, 0) + 1
        buffer[...] = x.T @ (x @ p - y) / len(y)
        return buffer

    result = solution(grad, shards, w, steps, hp)
    if what == "w":
        return list(result)
    if what == "calls":
        return sorted(calls.values())
    every = [*result, w]
    return [
        [array.tobytes() == result[0].tobytes() for array in result],
        [np.shares_memory(a, b) for i, a in enumerate(every) for b in every[:i]],
    ]
