"""Makes f, its gradient and its Hessian from the name of a function."""

import numpy as np


def quadratic(A, b):
    return lambda x: x @ A @ x / 2 - b @ x, lambda x: A @ x - b, lambda x: A.copy()


def quartic(c):
    return (
        lambda x: (c * x**4).sum() / 4,
        lambda x: c * x**3,
        lambda x: np.diag(3 * c * x**2),
    )


def rosenbrock(c):
    return (
        lambda x: (1 - x[0]) ** 2 + c * (x[1] - x[0] ** 2) ** 2,
        lambda x: np.array(
            [2 * (x[0] - 1) - 4 * c * x[0] * (x[1] - x[0] ** 2), 2 * c * (x[1] - x[0] ** 2)]
        ),
        lambda x: np.array(
            [[2 + 12 * c * x[0] ** 2 - 4 * c * x[1], -4 * c * x[0]], [-4 * c * x[0], 2 * c]]
        ),
    )


def wells(c):
    """Minima at (±1, 0), a saddle at 0."""
    return (
        lambda x: (x[0] ** 2 - 1) ** 2 / 4 + c * x[1] ** 2 / 2,
        lambda x: np.array([x[0] ** 3 - x[0], c * x[1]]),
        lambda x: np.diag([3 * x[0] ** 2 - 1, c]),
    )


def many_wells(c):
    """A well in every direction: near 0 no eigenvalue is positive."""
    return (
        lambda x: (c * (x**2 - 1) ** 2).sum() / 4,
        lambda x: c * (x**3 - x),
        lambda x: np.diag(c * (3 * x**2 - 1)),
    )


def hyperbola(c):
    return (
        lambda x: (c * np.sqrt(1 + x**2)).sum(),
        lambda x: c * x / np.sqrt(1 + x**2),
        lambda x: np.diag(c * (1 + x**2) ** -1.5),
    )


def cycle():
    return (
        lambda x: (x**4 / 4 - x**2 + 2 * x).sum(),
        lambda x: x**3 - 2 * x + 2,
        lambda x: np.diag(3 * x**2 - 2),
    )


def drive(solution, name, parameters, x0, tol, damped):
    f, g, H = globals()[name](*parameters)
    return solution(lambda x: float(f(x)), g, H, x0, tol, damped)
