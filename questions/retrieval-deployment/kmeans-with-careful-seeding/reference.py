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
    labels = squared_distances(x, centres).argmin(axis=1)
    for _ in range(max_iter):
        for j in set(labels.tolist()):
            centres[j] = x[labels == j].mean(axis=0)
        before, labels = labels, squared_distances(x, centres).argmin(axis=1)
        if np.array_equal(labels, before):
            break
    return centres, labels, np.square(x - centres[labels]).sum()
