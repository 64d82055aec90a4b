import numpy as np


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        if g is not None:
            total += np.sum(g.astype(np.float64) ** 2)
    clipped = [None if g is None else np.clip(g, -max_norm, max_norm) for g in grads]
    return float(np.sqrt(total)), clipped
