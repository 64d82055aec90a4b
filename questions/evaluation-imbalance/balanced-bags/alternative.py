"""Always hand the next model the samples that were used least so far; chance decides ties."""

import numpy as np


def balance(y, n_models, rng):
    classes = sorted(set(y.tolist()))
    rows = {c: [i for i, label in enumerate(y.tolist()) if label == c] for c in classes}
    mean = sum(map(len, rows.values())) / len(classes)
    size = min(map(len, rows.values()))
    used = dict.fromkeys(range(len(y)), 0)
    bags = []
    for _ in range(n_models):
        bag = []
        for c in classes:
            chance = dict(zip(rows[c], rng.random(len(rows[c])), strict=True))
            bag += sorted(rows[c], key=lambda i: (used[i], chance[i]))[:size]
        for i in bag:
            used[i] += 1
        bags.append(np.array(bag))
    return np.array([mean / len(rows[c]) for c in classes]), bags
