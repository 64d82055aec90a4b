import numpy as np


def cg_solve(A, b, x0, tol):
    target = tol * np.linalg.norm(b)
    if target == 0:
        return np.zeros_like(b), 0
    x = x0
    r = b - A(x)
    p, squared, iterations = r, r @ r, 0
    while squared > target**2:
        Ap = A(p)
        alpha = squared / (p @ Ap)
        x, r = x + alpha * p, r - alpha * Ap
        before, squared = squared, r @ r
        p = r + squared / before * p
        iterations += 1
    return x, iterations
