import numpy as np


def keep_largest(size, sparsity):
    keep = np.ones(len(size), dtype=bool)
    keep[np.argsort(size, kind="stable")[: round(sparsity * len(size))]] = False
    return keep


def prune(weights, sparsity, scope):
    if scope == "global":
        keep = keep_largest(np.concatenate([np.abs(w).ravel() for w in weights]), sparsity)
        ends = np.cumsum([w.size for w in weights])[:-1]
        masks = [part.reshape(w.shape) for part, w in zip(np.split(keep, ends), weights)]
    elif scope == "layer":
        masks = [keep_largest(np.abs(w).ravel(), sparsity).reshape(w.shape) for w in weights]
    else:
        rows = [keep_largest((w * w).sum(axis=1), sparsity) for w in weights]
        masks = [np.broadcast_to(r[:, None], w.shape).copy() for r, w in zip(rows, weights)]
    return masks, [np.where(mask, w, 0.0) for mask, w in zip(masks, weights)]
