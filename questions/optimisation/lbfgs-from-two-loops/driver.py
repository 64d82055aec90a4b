"""Calls two_loop, or runs lbfgs with a two_loop of its own that watches what it is given."""

import numpy as np

MOST = 1000  # evaluations of the gradient; twenty times as many of f


class TooManyError(Exception):
    pass


def quadratic(A, b):
    return lambda x: x @ A @ x / 2 - b @ x, lambda x: A @ x - b


def rosenbrock(c):
    return (
        lambda x: (1 - x[0]) ** 2 + c * (x[1] - x[0] ** 2) ** 2,
        lambda x: np.array(
            [2 * (x[0] - 1) - 4 * c * x[0] * (x[1] - x[0] ** 2), 2 * c * (x[1] - x[0] ** 2)]
        ),
    )


def softplus(A, b):
    """Convex: smooth hinges and a little quadratic."""
    return (
        lambda x: np.logaddexp(0.0, A @ x - b).sum() + x @ x / 20,
        lambda x: A.T @ (1 / (1 + np.exp(b - A @ x))) + x / 10,
    )


def hinge(c):
    """Huber's function: the gradient is constant away from 0."""
    return (
        lambda x: (c * np.where(np.abs(x) < 1, x * x / 2, np.abs(x) - 0.5)).sum(),
        lambda x: c * np.clip(x, -1.0, 1.0),
    )


def wells(c):
    """Curved downwards between the minima."""
    return lambda x: (c * (x**2 - 1) ** 2).sum() / 4, lambda x: c * (x**3 - x)


def inverse(v, pairs, scale):
    """Multiply v by the inverse Hessian that BFGS makes of the pairs, oldest first."""
    if not pairs:
        return scale * v
    s, y = pairs[-1]
    share = (s @ v) / (s @ y)
    inner = inverse(v - share * y, pairs[:-1], scale)
    return inner + (share - (y @ inner) / (s @ y)) * s


class Watch:
    """Stands in for two_loop and remembers the gradients that it was called with, and where."""

    def __init__(self, m, convex):
        self.m, self.convex = m, convex
        self.gradients, self.said = [], "ok"
        self.seen, self.points = [], []  # (x, its gradient) of every evaluation; x of every call

    def __call__(self, g, S, Y, gamma_scaling=True):
        self.gradients.append(np.array(g))
        here = (x for x, slope in reversed(self.seen) if np.array_equal(slope, g))
        self.points.append(next(here, None))
        if self.said == "ok":
            self.said = self.judge(S, Y)
        scale = S[-1] @ Y[-1] / (Y[-1] @ Y[-1]) if len(S) and gamma_scaling else 1.0
        return -inverse(np.array(g), list(zip(S, Y)), scale)

    def judge(self, S, Y):
        if len(S) != len(Y) or len(S) > self.m:
            return f"{len(S)} and {len(Y)} vectors with m = {self.m}"
        if any(not s @ y > 0 for s, y in zip(S, Y)):
            return "a pair without positive curvature"
        if not self.convex:
            return "ok"
        gs = self.gradients
        if len(S) != min(len(gs) - 1, self.m):
            return f"call {len(gs)} has {len(S)} pairs"
        for age in range(1, len(Y) + 1):
            if not np.allclose(Y[-age], gs[-age] - gs[-age - 1], rtol=1e-6, atol=1e-12):
                return f"pair {-age} in call {len(gs)} is not that of its step"
            to, start = self.points[-age], self.points[-age - 1]
            if to is None or start is None:
                continue
            if not np.allclose(S[-age], to - start, rtol=1e-6, atol=1e-12):
                return f"the displacement of pair {-age} in call {len(gs)} is not that of its step"
        return "ok"


def drive(solution, what, *args):
    functions = solution.__globals__
    if not callable(functions.get("two_loop")):
        raise NameError("there is no function two_loop")
    if what == "two_loop":
        return functions["two_loop"](*args)
    name, parameters, x0, m, tol = args
    f, slope = globals()[name](*parameters)
    calls = {"f": 0, "g": 0}

    def counted(which, function, most):
        def call(x):
            calls[which] += 1
            if calls[which] > most:
                raise TooManyError
            return function(x)

        return call

    own, watch = functions["two_loop"], Watch(m, name in ("quadratic", "softplus"))
    functions["two_loop"] = watch

    def noted(x):
        watch.seen.append((np.array(x), np.array(slope(x))))
        return slope(x)

    try:
        x = solution(
            counted("f", lambda x: float(f(x)), 20 * MOST), counted("g", noted, MOST), x0, m, tol
        )
    except TooManyError:
        return "too many evaluations"
    finally:
        functions["two_loop"] = own
    if not watch.gradients and calls["g"] > 1:
        return "two_loop was not called"
    if what == "pairs":
        return watch.said
    small = bool(np.linalg.norm(slope(x)) < tol)
    return {"f": float(f(x)), "small gradient": small}
