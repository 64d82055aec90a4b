import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    p, G = p.copy(), G.copy()
    for k in range(len(rows)):
        r = rows[k]
        G[r] += g[k] ** 2
        p[r] -= lr * g[k] / (np.sqrt(G[r]) + eps)
    return p, G
