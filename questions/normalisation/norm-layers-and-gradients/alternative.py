"""Number the sets: every element knows its set and its parameter, and bincount does the sums."""

import numpy as np


def norm_forward(x, kind, groups, gamma, beta, eps):
    place = np.indices(x.shape)
    if x.ndim == 3 and kind == "ln":
        n, t, d = place
        owner, label = d, n * x.shape[1] + t
    elif x.ndim == 3:
        raise ValueError(kind)
    else:
        (n, c, h, w), (_, channels, height, width) = place, x.shape
        owner = (c * height + h) * width + w if kind == "ln" else c
        if kind == "gn" and channels != groups * (channels // groups):
            raise ValueError(f"{channels} / {groups}")
        part = c // (channels // groups) if kind == "gn" else c
        label = {"bn": c, "ln": n, "in": n * channels + c, "gn": n * channels + part}[kind]
    label, owner, flat = label.ravel(), owner.ravel(), x.ravel()
    size = np.bincount(label)

    def mean(values):
        with np.errstate(invalid="ignore"):
            return (np.bincount(label, values) / size)[label]

    spread = flat - mean(flat)
    spread -= mean(spread)
    sigma = np.sqrt(mean(spread * spread) + eps)
    xhat = spread / sigma
    y = xhat * gamma.ravel()[owner] + beta.ravel()[owner]

    def backward(dout):
        dout = dout.ravel()
        g = dout * gamma.ravel()[owner]
        # through x itself, through the mean and through the variance
        dvar = np.bincount(label, -0.5 * g * spread / sigma**3)[label]
        dmean = np.bincount(label, -g / sigma)[label]
        dx = g / sigma + dvar * 2 * spread / size[label] + dmean / size[label]
        sums = (np.bincount(owner, each) for each in (dout * xhat, dout))
        return dx.reshape(x.shape), *(each.reshape(gamma.shape) for each in sums)

    return y.reshape(x.shape), backward
