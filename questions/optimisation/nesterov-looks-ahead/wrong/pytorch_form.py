import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    g = f_grad(p)
    v = mu * v + g
    return p - lr * (g + mu * v), v
