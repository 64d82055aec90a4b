import numpy as np


def ring_allreduce(arrays, send):
    """Return for every rank a new array with the sum of all arrays.

    arrays: P arrays of shape (M,); send(src, dst, payload) gives back what dst receives.
    """
    raise NotImplementedError
