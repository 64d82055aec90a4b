"""Takes all steps and returns the parameter after each one."""

import numpy as np


def drive(solution, hp, start, gradients, rates):
    p, state, path = start, {}, []
    for g, lr in zip(gradients, rates, strict=True):
        p, state = solution(p, g, state, {**hp, "lr": lr})
        p = np.asarray(p)  # NumPy turns arrays of no dimension into scalars
        path.append(p.copy())
    return np.stack(path)
