import numpy as np


def clip_grad_norm(grads, max_norm):
    total = float(np.sqrt(sum(np.sum(g.astype(np.float64) ** 2) for g in grads)))
    scale = np.minimum(1.0, max_norm / (total + 1e-6))
    return total, [(g.astype(np.float64) * scale).astype(g.dtype) for g in grads]
