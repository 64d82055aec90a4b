"""Takes all steps and returns the parameter after each one."""

import numpy as np


def drive(solution, rule, hp, start, gradients):
    p, state, path = start, {}, []
    for g in gradients:
        p, state = solution(rule, p, g, state, dict(hp))
        p = np.asarray(p)  # NumPy turns arrays of no dimension into scalars
        path.append(p.copy())
    return np.stack(path)
