import numpy as np


def clip_grad_norm(grads, max_norm):
    """Return (total_norm, clipped).

    grads: list of arrays (float64, float32 or float16, any shapes) and None; max_norm: float
    """
    raise NotImplementedError
