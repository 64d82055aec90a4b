"""Keep every direction and make each new one A-orthogonal to all of them (Gram-Schmidt)."""

import numpy as np


def cg_solve(A, b, x0, tol):
    if not b.any():
        return b * 0.0, 0
    x, r = x0.copy(), b - A(x0)
    pairs, iterations = [], 0
    while np.linalg.norm(r) > tol * np.linalg.norm(b):
        p, Ap = r, A(r)
        for d, Ad in pairs * 2:  # twice, as rounding leaves a rest
            share = (d @ Ap) / (d @ Ad)
            p, Ap = p - share * d, Ap - share * Ad
        step = (p @ r) / (p @ Ap)
        x, r = x + step * p, r - step * Ap
        pairs = [*pairs, (p, Ap)] if len(pairs) + 1 < len(b) else []
        iterations += 1
    return x, iterations
