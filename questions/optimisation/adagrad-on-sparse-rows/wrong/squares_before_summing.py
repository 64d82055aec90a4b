import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    p, G = p.copy(), G.copy()
    np.add.at(G, rows, g**2)
    np.add.at(p, rows, -lr * g / (np.sqrt(G[rows]) + eps))
    return p, G
