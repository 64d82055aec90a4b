import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    if mu == 0:
        return p - lr * f_grad(p), v
    v = mu * v + lr * f_grad(p - mu * v)
    return p - v, v
