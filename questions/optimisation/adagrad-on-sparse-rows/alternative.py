"""A dictionary from row to gradient; only the rows that occur are ever looked at."""

import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    p, G, summed = p.copy(), G.copy(), {}
    for row, one in zip(rows.tolist(), g, strict=True):
        summed[row] = summed[row] + one if row in summed else one
    for row, whole in summed.items():
        G[row] += whole * whole
        p[row] -= lr * whole / (np.sqrt(G[row]) + eps)
    return p, G
