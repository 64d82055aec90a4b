import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    if nesterov and (mu <= 0 or dampening != 0):
        raise ValueError
    if mu == 0:
        return p - lr * g, v
    if v is None:
        v = lr * g
    else:
        v = mu * v + lr * (1 - dampening) * g
    if nesterov:
        return p - lr * g - mu * v, v
    return p - v, v
