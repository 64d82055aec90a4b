import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    grad = np.zeros_like(p)
    np.add.at(grad, rows, g)
    G = 0.9 * G + 0.1 * grad**2
    return p - lr * grad / (np.sqrt(G) + eps), G
