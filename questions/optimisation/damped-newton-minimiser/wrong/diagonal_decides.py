import numpy as np


def direction(h, grad, damped):
    lam, eye = 0.0, np.eye(len(grad))
    while damped and np.min(np.diag(h)) + lam <= 0:
        lam = max(1e-3, 10 * lam)
    return -np.linalg.solve(h + lam * eye, grad)


def newton_minimise(f, g, H, x0, tol, damped):
    x = x0.copy()
    history = [f(x)]
    for _ in range(100):
        grad = g(x)
        if np.linalg.norm(grad) < tol:
            break
        p = direction(H(x), grad, damped)
        a = 1.0
        while damped and f(x + a * p) > f(x) + 1e-4 * a * (grad @ p):
            a /= 2
        x = x + a * p
        history.append(f(x))
    return x, len(history) - 1, np.array(history)
