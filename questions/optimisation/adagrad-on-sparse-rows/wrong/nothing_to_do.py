import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    if len(rows) == 0:
        return p, G
    total = np.zeros_like(p)
    np.add.at(total, rows, g)
    G = G + total**2
    return p - lr * total / (np.sqrt(G) + eps), G
