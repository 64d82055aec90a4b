"""Never forms w on the way: counts the violations of every sample and uses inner products only."""

import numpy as np


def pegasos(x, y, c, order):
    if set(y.tolist()) - {-1, 1}:
        raise ValueError("labels are -1 and 1")
    m = len(x)
    gram = (x @ x.T) * np.outer(y, y) * (m * c)
    violations = np.zeros(m)
    for done, i in enumerate(order.tolist()):
        # after `done` steps w is m c / done times the sum of violations * y * x
        margin = gram[i] @ violations / done if done else 0.0
        violations[i] += margin < 1
    w = (violations * y) @ x * (m * c / len(order)) if len(order) else np.zeros(x.shape[1])
    slack = [max(0.0, 1.0 - float(label * (row @ w))) for row, label in zip(x, y)]
    return w, float(w @ w / (2 * m * c) + sum(slack) / m)
