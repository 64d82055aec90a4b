import numpy as np


def resample(method, x, y, train, k, rng):
    rows, labels = x[train], y[train]
    counts = np.bincount(labels, minlength=2)
    rare, need = counts.argmin(), counts.max() - counts.min()
    mine, others = rows[labels == rare], rows[labels != rare]
    made = mine[:0]
    if method == "under":
        others = others[rng.choice(len(others), size=len(mine), replace=False)]
    elif method == "over" or len(mine) == 1:
        made = mine[rng.integers(len(mine), size=need)]
    else:
        distance = ((mine[:, None] - mine) ** 2).sum(axis=-1)
        np.fill_diagonal(distance, np.inf)
        near = distance.argsort(axis=1)[:, : min(k, len(mine) - 1)]
        base = np.arange(need) % len(mine)
        friend = near[base, rng.integers(near.shape[1], size=need)]
        made = mine[base] + rng.random((need, 1)) * (mine[friend] - mine[base])
    x_new = np.concatenate([mine, made, others])
    return x_new, np.where(np.arange(len(x_new)) < len(mine) + len(made), rare, 1 - rare)
