import numpy as np


def adagrad_step(p, G, rows, g, lr, eps):
    grad = np.zeros_like(p)
    np.add.at(grad, rows, g)
    G = grad**2
    return p - lr * grad / (np.sqrt(G) + eps), G
