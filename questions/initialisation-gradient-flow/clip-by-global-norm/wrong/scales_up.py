import numpy as np


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        if g is not None:
            total += np.sum(g.astype(np.float64) ** 2)
    total = float(np.sqrt(total))
    scale = max_norm / (total + 1e-6)
    clipped = [None if g is None else (g.astype(np.float64) * scale).astype(g.dtype) for g in grads]
    return total, clipped
