import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    p -= mu * v
    g = f_grad(p)
    v = mu * v + lr * g
    p -= lr * g
    return p, v
