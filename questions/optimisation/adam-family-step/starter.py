import numpy as np


def adam_step(variant, p, g, state, hp):
    """Return the new parameter and the new state; state is {} at the first step of a parameter."""
    raise NotImplementedError
