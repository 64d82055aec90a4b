"""Boxes in a priority queue: open the nearest one until the k-th point is nearer than all boxes."""

import heapq
import math


def box(points, rows):
    columns = list(zip(*[points[i] for i in rows]))
    return [min(c) for c in columns], [max(c) for c in columns]


def kd_build(points, leaf):
    def node(rows, depth):
        low, high = box(points, rows)
        if len(rows) <= leaf:
            return low, high, rows, None
        axis = max(range(len(low)), key=lambda c: high[c] - low[c])
        rows = sorted(rows, key=lambda i: (points[i][axis], i))
        middle = (len(rows) + 1) // 2
        return low, high, None, [node(rows[:middle], depth + 1), node(rows[middle:], depth + 1)]

    return node(list(range(len(points))), 0) if points else None


def kd_query(tree, query, k, distance):
    if tree is None:
        return []

    def bound(low, high):
        return math.dist(query, [min(max(q, a), b) for q, a, b in zip(query, low, high)])

    waiting, number, found = [(bound(*tree[:2]), 0, tree)], 0, []
    while waiting:
        least, _, (_, _, rows, children) = heapq.heappop(waiting)
        found = sorted(found)[:k]
        # rounding of the bound must not hide a tie
        if len(found) == k and least * (1 - 1e-12) > found[-1][0]:
            break
        if rows is not None:
            found += [(distance(i), i) for i in rows]
            continue
        for child in children:
            number += 1
            heapq.heappush(waiting, (bound(*child[:2]), number, child))
    return sorted(found)[:k]
