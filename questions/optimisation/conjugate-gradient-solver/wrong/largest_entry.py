import numpy as np


def cg_solve(A, b, x0, tol):
    bound = tol * np.abs(b).max()
    if bound == 0:
        return np.zeros_like(b), 0
    x = x0.copy()
    r = b - A(x)
    p = r.copy()
    rs = r @ r
    for k in range(20 * len(b)):
        if np.abs(r).max() <= bound:
            return x, k
        Ap = A(p)
        alpha = rs / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        rs_new = r @ r
        p = r + rs_new / rs * p
        rs = rs_new
    return x, 20 * len(b)
