"""Takes all steps and returns every point on the way; a ValueError comes back by its name.

With reuse, every gradient arrives in the same array, as from a framework that reuses its buffers.
"""

import numpy as np


def drive(solution, start, gradients, rates, mu, dampening, nesterov, reuse):
    p, v, path = start, None, []
    buffer = np.empty_like(start)
    for g, lr in zip(gradients, rates, strict=True):
        if reuse:
            buffer[...] = g
            g = buffer
        try:
            moved = solution(p, g, v, lr, mu, dampening, nesterov)
        except ValueError:
            return "ValueError"
        p, v = moved
        p = np.asarray(p)  # NumPy turns arrays of no dimension into scalars
        path.append(p.copy())
    return np.stack(path)
