import numpy as np


def divided(a, b):
    """Divide, with 0 where b is 0."""
    return np.divide(a, b, out=np.zeros_like(a), where=b > 0)


def distance(u, v, metric):
    """Return the distances of paired rows and their gradients with respect to u and v."""
    if metric == "cosine":
        lu, lv = np.linalg.norm(u, axis=1, keepdims=True), np.linalg.norm(v, axis=1, keepdims=True)
        eu, ev = divided(u, lu), divided(v, lv)
        cosine = (eu * ev).sum(axis=1, keepdims=True)
        return 1.0 - cosine[:, 0], divided(cosine * eu - ev, lu), divided(cosine * ev - eu, lv)
    diff = u - v
    d = np.sqrt((diff * diff).sum(axis=1, keepdims=True))
    if metric == "squared":
        return d[:, 0] ** 2, 2.0 * diff, -2.0 * diff
    unit = divided(diff, d)
    return d[:, 0], unit, -unit


def triplet_loss(a, p, n, margin, metric):
    near, near_a, near_p = distance(a, p, metric)
    far, far_a, far_n = distance(a, n, metric)
    hinge = near - far + margin
    share = (hinge > 0)[:, None] / len(a)
    loss = np.maximum(hinge, 0.0).mean()
    return loss, share * (near_a - far_a), share * near_p, -share * far_n
