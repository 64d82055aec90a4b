import numpy as np


def two_loop(g, S, Y, gamma_scaling=True):
    q, alphas = g, []
    for s, y in zip(S[::-1], Y[::-1]):
        alphas.append((s @ q) / (s @ y))
        q = q - alphas[-1] * y
    if S and gamma_scaling:
        q = q * (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])
    for s, y in zip(S, Y):
        q = q + (alphas.pop() - (y @ q) / (s @ y)) * s
    return -q


def lbfgs(f, g, x0, m, tol):
    x, slope, S, Y = x0, g(x0), [], []
    while np.linalg.norm(slope) >= tol:
        d, length = two_loop(slope, S, Y), 1.0
        while f(x) - f(x + length * d) < -1e-4 * length * (slope @ d):
            length *= 0.5
        moved = x + length * d
        after = g(moved)
        if (moved - x) @ (after - slope) > 0:
            S, Y = [*S, moved - x][-m:], [*Y, after - slope][-m:]
        x, slope = moved, after
    return x
