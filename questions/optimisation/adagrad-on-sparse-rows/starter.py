import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    """Return (new p, new G).

    p, G: (V, D) float64; rows: (K,) int64; g: (K, D) float64, g[k] belongs to row rows[k]
    """
    raise NotImplementedError
