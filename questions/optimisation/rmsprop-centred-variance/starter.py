import numpy as np


def rmsprop_step(p, g, state, hp):
    """Return the new parameter and the new state; state is {} at the first step.

    p, g: float64 arrays of the same shape; hp: 'lr', 'alpha', 'eps', 'mu', 'centered'
    """
    raise NotImplementedError
