import numpy as np


def smallest(values, sparsity):
    k = int(np.round(sparsity * values.size))
    return np.argsort(values, axis=None, kind="stable")[:k]


def prune(weights, sparsity, scope):
    masks = []
    if scope == "global":
        flat = np.concatenate([w.reshape(-1) for w in weights])
        mask = np.ones(flat.size, dtype=bool)
        mask[smallest(flat, sparsity)] = False
        start = 0
        for w in weights:
            masks.append(mask[start : start + w.size].reshape(w.shape))
            start += w.size
    elif scope == "layer":
        for w in weights:
            mask = np.ones(w.size, dtype=bool)
            mask[smallest(w, sparsity)] = False
            masks.append(mask.reshape(w.shape))
    else:
        for w in weights:
            mask = np.ones(w.shape, dtype=bool)
            mask[smallest(np.linalg.norm(w, axis=1), sparsity)] = False
            masks.append(mask)
    return masks, [w * m for w, m in zip(weights, masks)]
