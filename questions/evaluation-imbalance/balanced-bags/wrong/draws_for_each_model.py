import numpy as np


def balance(y, n_models, rng):
    k = y.max() + 1
    members = [np.where(y == c)[0] for c in range(k)]
    counts = np.array([len(m) for m in members])
    weights = len(y) / (k * counts)
    n = counts.min()
    for m in members:
        rng.shuffle(m)
    bags = []
    for i in range(n_models):
        bag = []
        for m in members:
            bag.append(rng.choice(m, size=n, replace=False))
        bags.append(np.concatenate(bag))
    return weights, bags
