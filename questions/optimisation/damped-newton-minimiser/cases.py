"""Cases: (name of the function, its parameters, x0, tol, damped).

Only `overshoot`, `indefinite` and one case of `quadratic` are damped (and one of the samples); in
`overshoot` the Hessian is positive everywhere, in `indefinite` the full step is always accepted.
"""

import numpy as np


def signs(rng, n):
    return rng.choice([-1.0, 1.0], size=n)


def cases(rng, group):
    if group == "sample":
        A = np.array([[2.0, 1.0], [1.0, 2.0]])
        yield "quadratic", (A, np.array([3.0, 0.0])), np.array([1.0, 1.0]), 1e-6, False
        yield "quartic", (np.array([1.0]),), np.array([1.0]), 0.01, False
        yield "wells", (1.0,), np.array([0.5, 1.0]), 1e-6, True
        yield "wells", (1.0,), np.array([0.0, 0.0]), 1e-6, False
    elif group == "quadratic":
        for n in (1, 2, 4, 5):
            q = np.linalg.qr(rng.standard_normal((n, n)))[0]
            A = (q * rng.uniform(0.5, 5.0, size=n)) @ q.T
            b = rng.uniform(1.0, 2.0, size=n) * signs(rng, n)
            yield "quadratic", (A, b), rng.uniform(3.0, 4.0, size=n), 1e-6, bool(n % 2)
        # every component is below tol, but the norm is not
        yield "quadratic", (np.eye(16), np.zeros(16)), 0.25 * signs(rng, 16), 0.5, False
    elif group == "quartic":
        for n in (1, 3):
            c = rng.uniform(0.5, 2.0, size=n)
            yield "quartic", (c,), rng.uniform(1.0, 2.0, size=n) * signs(rng, n), 1e-5, False
        yield "quartic", (np.array([1.0]),), 0.5 * signs(rng, 1), 0.125, False
    elif group == "full":
        # the first full step goes far uphill and is right all the same
        for c in rng.uniform(5.0, 20.0, size=2):
            x0 = np.array([-rng.uniform(0.8, 1.4), rng.uniform(0.8, 1.4)])
            yield "rosenbrock", (float(c),), x0, 1e-6, False
    elif group == "stationary":
        yield "wells", (2.0,), np.zeros(2), 1e-6, True
        yield "wells", (2.0,), np.array([1.0, 0.0]), 1e-6, False
        x0 = np.array([rng.uniform(0.1, 0.4), 1.0]) * signs(rng, 2)
        yield "wells", (float(rng.uniform(1.0, 3.0)),), x0, 1e-6, False
    elif group == "limit":
        yield "cycle", (), np.zeros(1), 1e-6, False
        yield "cycle", (), np.array([1.0]), 1e-6, False
    elif group == "overshoot":
        for n in (1, 3):
            x0 = rng.uniform(1.5, 4.0, size=n) * signs(rng, n)
            yield "hyperbola", (rng.uniform(0.5, 2.0, size=n),), x0, 1e-6, True
        # the full step falls by too little, or rises by little; half of it falls by just enough
        for x0 in (0.99997, 1.00005, 0.9999 * 3**0.5):
            yield "hyperbola", (rng.uniform(0.5, 2.0, size=1),), x0 * signs(rng, 1), 1e-6, True
    elif group == "indefinite":
        for _ in range(2):
            x0 = np.array([rng.uniform(0.3, 0.5), rng.uniform(0.5, 1.0)]) * signs(rng, 2)
            yield "wells", (float(rng.uniform(1.0, 2.0)),), x0, 1e-6, True
        x0 = rng.uniform(0.3, 0.5, size=2) * signs(rng, 2)  # two negative eigenvalues
        yield "many_wells", (np.ones(2),), x0, 1e-6, True
        # just below 0, so that the least shift will do; the step is far too long then
        x0 = np.array([((1 - 5e-4) / 3) ** 0.5, 0.0]) * signs(rng, 2)
        yield "wells", (1.0,), x0, 1e-6, True
        # a positive diagonal, and indefinite all the same; full steps do
        x0 = np.array([rng.uniform(0.8, 0.85), rng.uniform(1.7, 1.8)])
        yield "rosenbrock", (2.0,), x0, 1e-6, True
    elif group == "purity":
        yield "wells", (2.0,), np.array([0.4, 1.0]), 1e-6, True
        yield "rosenbrock", (10.0,), np.array([-1.0, 1.0]), 1e-6, False
