import numpy as np


def direction(h, grad, damped):
    eye = np.eye(len(grad))
    for lam in (0.0, *10.0 ** np.arange(-3, 9)) if damped else (0.0,):
        try:
            np.linalg.cholesky(h + lam * eye)
            break
        except np.linalg.LinAlgError:
            continue
    return np.linalg.solve(h + lam * eye, grad)


def newton_minimise(f, g, H, x0, tol, damped):
    x = x0.copy()
    history = [f(x)]
    for k in range(100):
        grad = g(x)
        if np.linalg.norm(grad) < tol:
            break
        p = direction(H(x), grad, damped)
        a = 1.0
        for _ in range(20):
            if not damped or f(x + a * p) <= f(x) + 1e-4 * a * (grad @ p):
                break
            a /= 2
        x = x + a * p
        history.append(f(x))
    return x, len(history) - 1, np.array(history)
