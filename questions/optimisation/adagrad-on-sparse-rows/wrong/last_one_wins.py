import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    p, G = p.copy(), G.copy()
    G[rows] += g**2
    p[rows] -= lr * g / (np.sqrt(G[rows]) + eps)
    return p, G
