"""Takes one step, then writes into the results, as the next step may: inputs must not be among them."""

from copy import deepcopy

import numpy as np


def drive(solution, *args):
    found = solution(*args)
    told = deepcopy(found)
    for part in found if isinstance(found, tuple) else ():
        if isinstance(part, np.ndarray) and part.flags.writeable:
            part.fill(0.0)
    return told
