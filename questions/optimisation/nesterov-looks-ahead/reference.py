import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    v = mu * v + lr * f_grad(p - mu * v)
    return p - v, v
