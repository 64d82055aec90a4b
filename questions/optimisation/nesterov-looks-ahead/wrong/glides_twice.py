import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    ahead = p - mu * v
    v = mu * v + lr * f_grad(ahead)
    return ahead - v, v
