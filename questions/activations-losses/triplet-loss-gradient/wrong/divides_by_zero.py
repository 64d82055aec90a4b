import numpy as np


def dist(u, v, metric):
    if metric == "cosine":
        lu = np.sqrt((u * u).sum(1, keepdims=True))
        lv = np.sqrt((v * v).sum(1, keepdims=True))
        ok = (lu > 0) & (lv > 0)
        lu, lv = np.where(ok, lu, 1), np.where(ok, lv, 1)
        s = (u * v).sum(1, keepdims=True) / (lu * lv)
        gu = ok * (s * u / lu**2 - v / (lu * lv))
        gv = ok * (s * v / lv**2 - u / (lu * lv))
        return 1 - s[:, 0], gu, gv
    diff = u - v
    if metric == "squared":
        return (diff**2).sum(1), 2 * diff, -2 * diff
    d = np.sqrt((diff**2).sum(1))
    g = diff / d[:, None]
    return d, g, -g


def triplet_loss(a, p, n, margin, metric):
    dap, ga1, gp = dist(a, p, metric)
    dan, ga2, gn = dist(a, n, metric)
    t = dap - dan + margin
    on = (t > 0).astype(float)[:, None]
    w = on / len(a)
    return np.maximum(t, 0).sum() / len(a), w * (ga1 - ga2), w * gp, -w * gn
