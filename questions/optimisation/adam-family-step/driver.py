"""Runs an optimiser for many steps over several parameters; a parameter without gradient waits."""

import numpy as np


def drive(solution, variant, hp, start, gradients):
    params = list(start)
    states = [{} for _ in start]
    paths = [[] for _ in start]
    for step_gradients in gradients:
        for i, g in enumerate(step_gradients):
            if g is not None:
                moved, states[i] = solution(variant, params[i], g, states[i], dict(hp))
                params[i] = np.asarray(moved)  # NumPy turns arrays of no dimension into scalars
                paths[i].append(params[i].copy())
    return [np.stack(path) for path in paths]
