"""In the basis of the eigenvectors: damping shifts eigenvalues, a step is a division."""

import numpy as np


def step(matrix, slope, damped):
    values, vectors = np.linalg.eigh(matrix)
    powers = [0.0, *10.0 ** np.arange(-3, 12)]
    shift = next(s for s in powers if not damped or values.min() + s > 0)
    return -vectors @ ((vectors.T @ slope) / (values + shift))


def newton_minimise(f, g, H, x0, tol, damped):
    points = [x0 * 1.0]
    while len(points) < 101:
        x = points[-1]
        if np.sqrt((g(x) ** 2).sum()) < tol:
            break
        p = step(H(x), g(x), damped)
        halvings = range(60) if damped else (0,)
        for j in halvings:
            trial = x + p / 2**j
            if not damped or f(trial) <= f(x) + 1e-4 / 2**j * (g(x) @ p):
                break
        points.append(trial)
    return points[-1], len(points) - 1, np.array([f(x) for x in points])
