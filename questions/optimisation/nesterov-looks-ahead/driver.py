"""Takes steps on a gradient A x - b + c x**3 whose b may change from call to call.

Returns every parameter on the way, and with watch also every point where the gradient was taken.
"""

import numpy as np


def drive(solution, start, A, b, c, rates, mus, watch, v=None):
    points = []

    def f_grad(x):
        x = np.array(x)
        points.append(x)
        return A @ x - b[(len(points) - 1) % len(b)] + c * x**3

    p, v, path = start, np.zeros_like(start) if v is None else v, []
    for lr, mu in zip(rates, mus, strict=True):
        p, v = solution(f_grad, p, v, lr, mu)
        path.append(np.array(p))
    path = np.stack(path)
    if not watch:
        return path
    return {"path": path, "points": np.array(points).reshape(-1, len(start))}
