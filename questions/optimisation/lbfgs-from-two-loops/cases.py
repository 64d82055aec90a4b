"""Cases: ('two_loop', g, S, Y[, gamma_scaling]), or ('minimise' or 'pairs', a function, its
parameters, x0, m, tol).

gamma_scaling is given in `sample` and `unscaled` only; everywhere the pairs have y @ s > 0.
"""

import numpy as np


def positive(rng, n, low=0.5, high=5.0):
    q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return (q * np.linspace(low, high, n)) @ q.T


def pairs(rng, n, count):
    """Steps of very different lengths on one quadratic, so that order and scale matter."""
    A = positive(rng, n)
    S = [rng.standard_normal(n) * 2.0**k for k in rng.permutation(count) - 1]
    return S, [A @ s for s in S]


def vector(rng, n):
    return rng.uniform(0.5, 1.5, size=n) * rng.choice([-1.0, 1.0], size=n)


def cases(rng, group):
    if group == "sample":
        S, Y = [np.array([1.0, 0.0])], [np.array([2.0, 1.0])]
        yield "two_loop", np.array([1.0, 2.0]), [], []
        yield "two_loop", np.array([1.0, 2.0]), S, Y
        yield "two_loop", np.array([1.0, 2.0]), S, Y, False
        S, Y = [*S, np.array([0.0, 2.0])], [*Y, np.array([1.0, 4.0])]
        yield "two_loop", np.array([1.0, 2.0]), S, Y
        A = np.array([[2.0, 1.0], [1.0, 2.0]])
        yield "minimise", "quadratic", (A, np.array([3.0, 0.0])), np.zeros(2), 3, 1e-6
    elif group == "empty":
        for n in (1, 4):
            yield "two_loop", vector(rng, n), [], []
            yield "two_loop", vector(rng, n), [], [], False
    elif group == "one-pair":
        for n in (2, 3, 6):
            yield "two_loop", vector(rng, n), *pairs(rng, n, 1)
    elif group == "many-pairs":
        for n, count in ((3, 2), (4, 3), (6, 5)):
            yield "two_loop", vector(rng, n), *pairs(rng, n, count)
    elif group == "unscaled":
        for n, count in ((3, 1), (4, 3), (6, 4)):
            yield "two_loop", vector(rng, n), *pairs(rng, n, count), False
    elif group == "minimise":
        for n in (2, 5):
            parameters = (positive(rng, n), vector(rng, n))
            yield "minimise", "quadratic", parameters, vector(rng, n), 60, 1e-6
        for c in (10.0, 30.0):  # begun in the valley, where no pair has negative curvature
            x0 = rng.uniform(0.0, 0.2, size=2)
            yield "minimise", "rosenbrock", (c,), x0, 60, 1e-6
        yield "minimise", "quadratic", (np.eye(2), np.ones(2)), np.ones(2), 3, 1e-6
        yield "minimise", "quadratic", (np.eye(1), np.zeros(1)), np.array([0.25]), 3, 0.25
        # the start will do, and no step may be taken
        yield "minimise", "quadratic", (np.eye(2), np.zeros(2)), 0.1 * vector(rng, 2), 3, 0.5
        # every component is below tol, but the norm is not
        x0 = 5e-7 * vector(rng, 16)
        yield "minimise", "quadratic", (np.eye(16), np.zeros(16)), x0, 3, 9e-7
    elif group == "history":
        for m in (1, 2, 4):
            A, b = rng.standard_normal((8, 5)), vector(rng, 8)
            yield "pairs", "softplus", (A, b), 3.0 * vector(rng, 5), m, 1e-6
            yield "pairs", "quadratic", (positive(rng, 6), vector(rng, 6)), np.zeros(6), m, 1e-6
    elif group == "curvature":
        for n in (1, 3):
            x0 = rng.uniform(0.05, 0.1, size=n)
            yield "pairs", "wells", (1.0,), x0, 20, 1e-6
            yield "minimise", "wells", (1.0,), x0, 20, 1e-6
        x0 = rng.uniform(3.0, 5.0, size=3)
        yield "pairs", "hinge", (1.0,), x0, 20, 1e-6
        yield "minimise", "hinge", (1.0,), x0, 20, 1e-6
    elif group == "purity":
        yield "two_loop", vector(rng, 4), *pairs(rng, 4, 3)
        yield "minimise", "quadratic", (positive(rng, 3), vector(rng, 3)), vector(rng, 3), 3, 1e-6
