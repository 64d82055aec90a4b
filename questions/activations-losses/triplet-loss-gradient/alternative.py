"""One triplet at a time in plain Python; the gradient of a cosine as a projection."""

import math

import numpy as np


def dot(u, v):
    return math.fsum(x * y for x, y in zip(u, v))


def distance(u, v, metric):
    zero = [0.0] * len(u)
    if metric == "cosine":
        uu, vv, uv = dot(u, u), dot(v, v), dot(u, v)
        if uu == 0 or vv == 0:
            return 1.0, zero, zero
        size = math.sqrt(uu) * math.sqrt(vv)
        # what is left of the other vector once its part along this one is taken away
        du = [-(y - x * uv / uu) / size for x, y in zip(u, v)]
        dv = [-(x - y * uv / vv) / size for x, y in zip(u, v)]
        return 1.0 - uv / size, du, dv
    length = math.dist(u, v)
    if metric == "squared":
        factor, value = 2.0, length * length
    else:
        factor, value = (1.0 / length if length else 0.0), length
    du = [factor * (x - y) for x, y in zip(u, v)]
    return value, du, [-x for x in du]


def triplet_loss(a, p, n, margin, metric):
    count = len(a)
    losses, da, dp, dn = [], [], [], []
    for u, v, w in zip(a.tolist(), p.tolist(), n.tolist()):
        near, near_u, near_v = distance(u, v, metric)
        far, far_u, far_w = distance(u, w, metric)
        excess = near - far + margin
        weight = 1.0 / count if excess > 1e-12 else 0.0
        losses.append(weight * excess)
        da.append([weight * (x - y) for x, y in zip(near_u, far_u)])
        dp.append([weight * x for x in near_v])
        dn.append([-weight * x for x in far_w])
    return np.float64(math.fsum(losses)), np.array(da), np.array(dp), np.array(dn)
