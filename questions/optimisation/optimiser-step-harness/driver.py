"""Runs an optimiser for many steps over several parameters and returns every point on the way."""

import numpy as np


def drive(solution, name, hp, rates, start, gradients):
    params = list(start)
    states = [{} for _ in start]
    paths = [[] for _ in start]
    for rate, step_gradients in zip(rates, gradients, strict=True):
        for i, g in enumerate(step_gradients):
            moved, states[i] = solution(name, params[i], g, states[i], {**hp, "lr": rate})
            params[i] = np.asarray(moved)  # NumPy turns arrays of no dimension into scalars
            paths[i].append(params[i].copy())
    return [np.stack(path) for path in paths]
