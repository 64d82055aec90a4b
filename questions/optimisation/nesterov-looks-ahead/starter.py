import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    """Return (new parameter, new velocity).

    f_grad: function of a point that returns the gradient there; p, v: (n,) float64
    """
    raise NotImplementedError
