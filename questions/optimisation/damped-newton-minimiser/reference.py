import numpy as np


def made_positive(matrix):
    shift = 0.0
    while True:
        try:
            np.linalg.cholesky(matrix + shift * np.eye(len(matrix)))
            return matrix + shift * np.eye(len(matrix))
        except np.linalg.LinAlgError:
            shift = 10 * shift or 1e-3


def newton_minimise(f, g, H, x0, tol, damped):
    x, history = x0, [f(x0)]
    while np.linalg.norm(g(x)) >= tol and len(history) <= 100:
        slope = g(x)
        matrix = made_positive(H(x)) if damped else H(x)
        p, length = -np.linalg.solve(matrix, slope), 1.0
        while damped and f(x + length * p) > history[-1] + 1e-4 * length * (slope @ p):
            length /= 2
        x = x + length * p
        history.append(f(x))
    return x, len(history) - 1, np.array(history)
