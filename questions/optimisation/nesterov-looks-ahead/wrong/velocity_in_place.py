import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    g = f_grad(p - mu * v)
    v *= mu
    v += lr * g
    return p - v, v
