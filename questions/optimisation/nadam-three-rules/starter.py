import numpy as np


def nadam_step(rule, p, g, state, hp):
    """Return the new parameter and the new state; state is {} at the first step.

    rule: 'ruder', 'dozat' or 'pytorch'; p, g: float64 arrays of the same shape
    """
    raise NotImplementedError
