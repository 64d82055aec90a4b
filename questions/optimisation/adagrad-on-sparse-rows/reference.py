import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    total = np.zeros_like(p)
    np.add.at(total, rows, g)
    G = G + total**2
    return p - lr * total / (np.sqrt(G) + eps), G
