import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    g = f_grad(p - lr * mu * v)
    v = mu * v + g
    return p - lr * v, v
