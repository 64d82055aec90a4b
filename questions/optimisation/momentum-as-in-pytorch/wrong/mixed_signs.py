import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    if nesterov and (mu <= 0 or dampening != 0):
        raise ValueError
    if v is None or mu == 0:
        v = -g
    else:
        v = mu * v - (1 - dampening) * g
    if nesterov:
        return p - lr * (mu * v - g), v
    return p - lr * v, v
