import numpy as np


def neighbours(points, k):
    dist = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    dist[dist == 0] = np.inf
    k = min(k, len(points) - 1)
    return np.argsort(dist, axis=1)[:, :k]


def resample(method, x, y, train, k, rng):
    ones, zeros = train[y[train] == 1], train[y[train] == 0]
    if len(ones) <= len(zeros):
        rare, common = ones, zeros
    else:
        rare, common = zeros, ones
    label = y[rare[0]]
    missing = len(common) - len(rare)
    if method == "under":
        common = rng.permutation(common)[: len(rare)]
        extra = x[rare[:0]]
    elif method == "over" or len(rare) == 1:
        extra = x[rng.choice(rare, size=missing)]
    else:
        points = x[rare]
        near = neighbours(points, k)
        i = rng.integers(0, len(points), size=missing)
        j = near[i, rng.integers(0, near.shape[1], size=missing)]
        u = rng.uniform(size=(missing, 1))
        extra = points[i] + u * (points[j] - points[i])
    x_new = np.vstack([x[rare], extra, x[common]])
    y_new = np.full(len(x_new), label)
    y_new[len(rare) + len(extra) :] = 1 - label
    return x_new, y_new
