import numpy as np


def two_loop(g, S, Y, gamma_scaling=True):
    q = g.copy()
    alphas = []
    for s, y in zip(reversed(S), reversed(Y)):
        a = (s @ q) / (y @ s)
        alphas.append(a)
        q = q - a * y
    r = q
    if S and gamma_scaling:
        r = (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1]) * q
    for s, y, a in zip(S, Y, reversed(alphas)):
        beta = (y @ r) / (y @ s)
        r = r + (a - beta) * s
    return -r


def lbfgs(f, g, x0, m, tol):
    x, grad = x0, g(x0)
    S, Y = [], []
    while np.linalg.norm(grad) >= tol:
        d = two_loop(grad, S, Y)
        step = 1.0
        while f(x + step * d) > f(x) + 1e-4 * step * (grad @ d):
            step *= 0.5
        x_new = x + step * d
        g_new = g(x_new)
        s, y = d, g_new - grad
        if s @ y > 0:
            S.append(s)
            Y.append(y)
            if len(S) > m:
                S.pop(0)
                Y.pop(0)
        x, grad = x_new, g_new
    return x
