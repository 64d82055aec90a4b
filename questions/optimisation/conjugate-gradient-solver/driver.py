"""Makes the product with the matrix, counts its uses, and says what the case asks for."""

import numpy as np


def drive(solution, matrix, b, x0, tol, want="iterations"):
    calls = 0

    def product(v):
        nonlocal calls
        calls += 1
        return matrix @ v

    x, iterations = solution(product, b, x0, tol)
    if want == "products":
        return bool(calls <= iterations + 1)
    if want == "residual":
        return bool(np.linalg.norm(b - matrix @ x) <= 2 * tol * np.linalg.norm(b))
    return x, iterations
