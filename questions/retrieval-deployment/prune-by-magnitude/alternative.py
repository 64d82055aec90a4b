"""Strikes out the smallest that is left, one after another, from a heap."""

import heapq
import math

import numpy as np


def prune(weights, sparsity, scope):
    masks = [np.ones(w.shape, dtype=bool) for w in weights]
    heaps = [[] for _ in weights]
    for n, w in enumerate(weights):
        heap = heaps[0 if scope == "global" else n]
        if scope == "rows":
            for i, row in enumerate(w.tolist()):
                heapq.heappush(heap, (math.hypot(*row), n, (i,)))
        else:
            for at in np.ndindex(w.shape):
                heapq.heappush(heap, (abs(float(w[at])), n, at))
    for heap in heaps:
        for _ in range(round(sparsity * len(heap))):
            _, n, at = heapq.heappop(heap)
            masks[n][at] = False
    pruned = [w.copy() for w in weights]
    for w, mask in zip(pruned, masks):
        w[~mask] = 0.0
    return masks, pruned
