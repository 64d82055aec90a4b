"""Form the inverse matrix pair by pair, then multiply; a line search that also looks at slopes."""

import numpy as np


def two_loop(g, S, Y, gamma_scaling=True):
    eye = np.eye(len(g))
    H = eye
    if len(S) and gamma_scaling:
        H = eye * (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])
    for s, y in zip(S, Y, strict=True):
        V = eye - np.outer(y, s) / (y @ s)
        H = V.T @ H @ V + np.outer(s, s) / (y @ s)
    return -H @ g


def lbfgs(f, g, x0, m, tol):
    x, S, Y = x0 * 1.0, [], []
    while True:
        now = g(x)
        if np.linalg.norm(now) < tol:
            return x
        d = two_loop(now, S, Y)
        low, high, step = 0.0, None, 1.0
        for _ in range(30):  # bisection for the weak Wolfe conditions
            if f(x + step * d) > f(x) + 1e-4 * step * (now @ d):
                high = step
            elif g(x + step * d) @ d < 0.9 * (now @ d):
                low = step
            else:
                break
            step = 2 * step if high is None else (low + high) / 2
        then = g(x + step * d)
        if then @ d > now @ d:
            S.append(step * d)
            Y.append(then - now)
            del S[:-m], Y[:-m]
        x = x + step * d
