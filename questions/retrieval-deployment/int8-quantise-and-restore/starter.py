import numpy as np


def quantise(x, calibration, scheme, axis=None):
    """Return (q, scale, zero_point, restored) of x, with the range taken from calibration."""
    raise NotImplementedError
