import numpy as np


def squared_distances(x, centres):
    return np.stack([np.square(x - c).sum(axis=1) for c in centres], axis=1)


def seeds(x, k, rng):
    chosen = [int(rng.integers(len(x)))]
    while len(chosen) < k:
        weights = squared_distances(x, x[chosen]).min(axis=1)
        if weights.sum() == 0:
            weights = np.ones(len(x))
        chosen.append(int(rng.choice(len(x), p=weights / weights.sum())))
    return x[chosen]


def kmeans(x, k, init, rng, max_iter):
    centres = seeds(x, k, rng) if isinstance(init, str) else init.copy()
    for _ in range(max_iter):
        labels = squared_distances(x, centres).argmin(axis=1)
        before = centres.copy()
        for j in set(labels.tolist()):
            centres[j] = x[labels == j].mean(axis=0)
        if np.abs(centres - before).max() < 1e-4:
            break
    labels = squared_distances(x, centres).argmin(axis=1)
    return centres, labels, np.square(x - centres[labels]).sum()
