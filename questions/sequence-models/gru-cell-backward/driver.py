"""Runs a cell for one step, or for several; then forward and backward over all of them.

A mask of 0 leaves the state of that sample as it was, which is how padded sequences are handled.
"""

import numpy as np


def shown(on, d):
    """A gradient without the samples that stand still: d itself if there are none."""
    return d if on.all() else on * d


def drive(solution, what, weights, xs, masks, h, dh):
    cell = solution(*weights)
    caches = []
    for x, mask in zip(xs, masks):
        new_h, cache = cell.forward(x, h)
        caches.append(cache)
        on = mask[:, None]
        h = on * new_h + (1.0 - on) * h
    if what == "forward":
        return h
    dxs, totals = [], [np.zeros_like(w) for w in weights]
    for mask, cache in zip(masks[::-1], caches[::-1]):
        on = mask[:, None]
        dx, dh_old, *dweights = cell.backward(shown(on, dh), cache)
        dh = dh_old + (1.0 - on) * dh
        dxs.insert(0, dx)
        totals = [total + one for total, one in zip(totals, dweights, strict=True)]
    if what == "states":
        return dxs, dh
    if what == "weights":
        return totals
    return h, (dxs, dh), totals
