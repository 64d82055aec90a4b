import numpy as np


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        if g is not None:
            total += float(np.sum(g * g))
    total = float(np.sqrt(total))
    scale = np.minimum(1.0, max_norm / (total + 1e-6))
    clipped = [None if g is None else (g.astype(np.float64) * scale).astype(g.dtype) for g in grads]
    return total, clipped
