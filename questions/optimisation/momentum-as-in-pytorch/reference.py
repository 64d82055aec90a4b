import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    if nesterov and (mu <= 0 or dampening != 0):
        raise ValueError("Nesterov needs momentum and no dampening")
    if mu == 0:
        return p - lr * g, v
    v = g.copy() if v is None else mu * v + (1 - dampening) * g
    return p - lr * (g + mu * v if nesterov else v), v
