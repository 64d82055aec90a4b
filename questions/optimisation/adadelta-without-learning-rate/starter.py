import numpy as np


def adadelta_step(p, g, s, d, rho, eps, lr=None):
    """Return (new p, new s, new d).

    s, d: moving averages of squared gradients and of squared steps; lr None: no learning rate
    """
    raise NotImplementedError
