import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    here = f_grad(p)
    ahead = f_grad(p - mu * v)
    if np.array_equal(here, ahead):
        v = mu * v + lr * here
    else:
        v = mu * v + lr * ahead
    return p - v, v
