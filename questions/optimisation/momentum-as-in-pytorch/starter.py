import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    """Return (new parameter, new velocity).

    p, g: float64 arrays of the same shape; v: None at the first step, later what you returned
    """
    raise NotImplementedError
