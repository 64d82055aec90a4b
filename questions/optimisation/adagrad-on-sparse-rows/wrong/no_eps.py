import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    p, G = p.copy(), G.copy()
    touched, where = np.unique(rows, return_inverse=True)
    grad = np.zeros((len(touched), p.shape[1]))
    np.add.at(grad, where, g)
    G[touched] += grad**2
    p[touched] -= lr * grad / np.sqrt(G[touched])
    return p, G
