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
        rare = counts.argmin()
        bag.append(members[rare])
        m = np.concatenate([members[c] for c in range(k) if c != rare])
        bag.append(m[np.arange(i * n, (i + 1) * n) % len(m)])
        bags.append(np.concatenate(bag))
    return weights, bags
