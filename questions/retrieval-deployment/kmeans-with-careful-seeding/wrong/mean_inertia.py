import numpy as np


def kmeans(x, k, init, rng, max_iter):
    m = len(x)
    if isinstance(init, str):
        centres = np.empty((k, x.shape[1]))
        centres[0] = x[rng.integers(m)]
        d2 = ((x - centres[0]) ** 2).sum(axis=1)
        for j in range(1, k):
            if d2.sum() > 0:
                p = d2 / d2.sum()
            else:
                p = np.ones(m) / m
            centres[j] = x[rng.choice(m, p=p)]
            d2 = np.minimum(d2, ((x - centres[j]) ** 2).sum(axis=1))
    else:
        centres = init.copy()
    for _ in range(max_iter):
        dist = ((x[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        labels = np.argmin(dist, axis=1)
        new = centres.copy()
        for j in range(k):
            if np.any(labels == j):
                new[j] = x[labels == j].mean(axis=0)
        if np.allclose(new, centres, rtol=0, atol=1e-12):
            break
        centres = new
    dist = ((x[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    labels = np.argmin(dist, axis=1)
    inertia = dist[np.arange(m), labels].mean()
    return centres, labels, inertia
