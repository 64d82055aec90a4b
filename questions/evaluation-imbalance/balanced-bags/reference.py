import numpy as np


def balance(y, n_models, rng):
    counts = np.bincount(y)
    weights = len(y) / (len(counts) * counts)
    size = counts.min()
    parts = []
    for c in range(len(counts)):
        members = rng.permutation(np.flatnonzero(y == c))
        turns = np.arange(n_models * size) % len(members)  # deal the class out, round and round
        parts.append(members[turns].reshape(n_models, size))
    return weights, list(np.concatenate(parts, axis=1))
