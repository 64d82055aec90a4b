"""One row at a time: the set is grown by appending, or a shuffled list of rows is cut short."""

import numpy as np


def resample(method, x, y, train, k, rng):
    rows = {0: [], 1: []}
    for i in train.tolist():
        rows[int(y[i])].append(x[i])
    rare, common = sorted((0, 1), key=lambda label: len(rows[label]))
    if method == "under":
        order = rng.permutation(len(rows[common]))
        rows[common] = [rows[common][i] for i in order[: len(rows[rare])]]
    real = list(rows[rare])
    friends = []
    for i, row in enumerate(real):
        others = [j for j in range(len(real)) if j != i]
        friends.append(sorted(others, key=lambda j: float(np.linalg.norm(real[j] - row)))[:k])
    while len(rows[rare]) < len(rows[common]):
        i = int(rng.choice(len(real)))
        new = real[i]
        if method == "smote" and len(real) > 1:
            friend = real[rng.choice(friends[i])]
            u = rng.uniform()
            new = (1 - u) * new + u * friend
        rows[rare].append(new)
    labels = np.repeat([0, 1], [len(rows[0]), len(rows[1])])
    order = rng.permutation(len(labels))
    return np.array(rows[0] + rows[1])[order], labels[order]
