import numpy as np


def keep(importance, sparsity):
    n = round(sparsity * importance.size)
    mask = np.ones(importance.size, dtype=bool)
    mask[np.argsort(importance, kind="stable")[:n]] = False
    return mask


def prune(weights, sparsity, scope):
    if scope == "layer":
        masks = [keep(np.abs(w).ravel(), sparsity).reshape(w.shape) for w in weights]
    else:
        if scope == "global":
            parts = [np.abs(w).ravel() for w in weights]
        else:
            parts = [np.linalg.norm(w, axis=1) for w in weights]
        flat = keep(np.concatenate(parts), sparsity)
        pieces = np.split(flat, np.cumsum([p.size for p in parts])[:-1])
        if scope == "global":
            masks = [piece.reshape(w.shape) for piece, w in zip(pieces, weights, strict=True)]
        else:
            masks = [
                np.repeat(piece[:, None], w.shape[1], axis=1)
                for piece, w in zip(pieces, weights, strict=True)
            ]
    return masks, [np.where(m, w, 0.0) for m, w in zip(masks, weights, strict=True)]
