"""Cases: (matrix, b, x0, tol) and, for some groups, what is compared.

x0 is 0 outside `start`, `zero` and `purity`; the conditioning is mild outside `ill`.
"""

import numpy as np


def positive(rng, eigenvalues):
    """Make a symmetric matrix with these eigenvalues."""
    n = len(eigenvalues)
    q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    return (q * np.asarray(eigenvalues)) @ q.T


def mild(rng, n):
    """Eigenvalues well apart, so that every step is needed."""
    return positive(rng, np.linspace(1.0, 6.0, n) + rng.uniform(0.0, 0.2, size=n))


def side(rng, n):
    return rng.uniform(0.5, 1.5, size=n) * rng.choice([-1.0, 1.0], size=n)


def cases(rng, group):
    if group == "sample":
        matrix, b = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([3.0, 0.0])
        yield matrix, b, np.zeros(2), 1e-10
        yield matrix, b, np.array([2.0, -1.0]), 1e-10
        yield matrix, b, np.zeros(2), 0.5
    elif group == "dense":
        for n in (2, 3, 5, 7):
            yield mild(rng, n), side(rng, n), np.zeros(n), 1e-9
        yield np.array([[4.0]]), side(rng, 1), np.zeros(1), 1e-9
    elif group == "clusters":
        for n, few in ((9, 3), (12, 4)):
            values = np.resize(np.linspace(1.0, 7.0, few), n)
            yield positive(rng, values), side(rng, n), np.zeros(n), 1e-9
    elif group == "start":
        matrix, b = mild(rng, 5), side(rng, 5)
        exact = np.linalg.solve(matrix, b)
        yield matrix, b, side(rng, 5), 1e-9
        yield matrix, b, exact, 1e-9
        yield matrix, b, exact + 1e-4 * side(rng, 5), 0.01
        # small enough by the largest entries of residual and b, but not by their lengths
        matrix, b = mild(rng, 4), side(rng, 4)
        b[0] = 3.0
        b = b / np.linalg.norm(b)
        residual = 0.01 * rng.choice([-1.0, 1.0], size=4)
        yield matrix, b, np.linalg.solve(matrix, b - residual), 0.015
    elif group == "scale":
        for n in (3, 5):
            yield mild(rng, n), 1e-10 * side(rng, n), np.zeros(n), 1e-8
    elif group == "zero":
        for n in (2, 4):
            yield mild(rng, n), np.zeros(n), side(rng, n), 1e-8
    elif group == "ill":
        for n in (20, 24):
            matrix = positive(rng, np.logspace(0.0, 5.0, n))
            yield matrix, side(rng, n), np.zeros(n), 1e-8, "residual"
    elif group == "products":
        for n in (3, 6):
            yield mild(rng, n), side(rng, n), side(rng, n), 1e-9, "products"
    elif group == "purity":
        for n in (3, 4):
            yield mild(rng, n), side(rng, n), side(rng, n), 1e-9
