import numpy as np


def direction(h, grad, damped):
    lam, eye = 0.0, np.eye(len(grad))
    while damped:
        try:
            np.linalg.cholesky(h + lam * eye)
            break
        except np.linalg.LinAlgError:
            lam = max(1e-3, 10 * lam)
    return -np.linalg.solve(h + lam * eye, grad)


def newton_minimise(f, g, H, x0, tol, damped):
    x = x0.copy()
    history = [f(x)]
    for k in range(100):
        grad = g(x)
        if np.linalg.norm(grad) < tol or np.abs(x).max() > 1e9:
            break
        p = direction(H(x), grad, damped)
        a = 1.0
        x = x + a * p
        history.append(f(x))
    return x, len(history) - 1, np.array(history)
