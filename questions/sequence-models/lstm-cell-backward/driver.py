"""Runs a cell for one step, or for several; then forward and backward over all of them.

A mask of 0 leaves the state of that sample as it was, which is how padded sequences are handled.
"""

import numpy as np


def shown(on, d):
    """A gradient without the samples that stand still: d itself if there are none."""
    return d if on.all() else on * d


def drive(solution, what, weights, xs, masks, h, c, dh, dc):
    cell = solution(*weights)
    caches = []
    for x, mask in zip(xs, masks):
        new_h, new_c, cache = cell.forward(x, h, c)
        caches.append(cache)
        on = mask[:, None]
        h, c = on * new_h + (1.0 - on) * h, on * new_c + (1.0 - on) * c
    if what == "forward":
        return h, c
    dxs, totals = [], [np.zeros_like(w) for w in weights]
    for mask, cache in zip(masks[::-1], caches[::-1]):
        on = mask[:, None]
        dx, dh_old, dc_old, *dweights = cell.backward(shown(on, dh), shown(on, dc), cache)
        dh, dc = dh_old + (1.0 - on) * dh, dc_old + (1.0 - on) * dc
        dxs.insert(0, dx)
        totals = [total + one for total, one in zip(totals, dweights, strict=True)]
    if what == "states":
        return dxs, dh, dc
    if what == "weights":
        return totals
    return (h, c), (dxs, dh, dc), totals
