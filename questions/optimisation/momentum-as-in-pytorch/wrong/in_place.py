import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    if nesterov and (mu <= 0 or dampening != 0):
        raise ValueError
    if mu == 0:
        p -= lr * g
        return p, v
    if v is None:
        v = g.copy()
    else:
        v *= mu
        v += (1 - dampening) * g
    p -= lr * (g + mu * v if nesterov else v)
    return p, v
