import numpy as np


def clip_grad_norm(grads, max_norm):
    total, clipped = 0.0, []
    for g in grads:
        if g is None:
            clipped.append(None)
            continue
        w = g.astype(np.float64)
        norm = np.sqrt((w * w).sum())
        total += norm**2
        scale = np.minimum(1.0, max_norm / (norm + 1e-6))
        clipped.append((w * scale).astype(g.dtype))
    return float(np.sqrt(total)), clipped
