import heapq


def kd_build(points, leaf):
    return split(points, list(range(len(points))), leaf, 0)


def split(points, rows, leaf, depth):
    """A leaf is its list of numbers; an inner node is (axis, border, left, right)."""
    if len(rows) <= leaf:
        return rows
    axis = depth % len(points[0])
    rows = sorted(rows, key=lambda i: points[i][axis])
    half = len(rows) // 2
    border = points[rows[half]][axis]
    parts = [split(points, part, leaf, depth + 1) for part in (rows[:half], rows[half:])]
    return axis, border, *parts


def kd_query(tree, query, k, distance):
    best = []  # a heap of (-distance, -number): the worst of the best k on top

    def search(node):
        if isinstance(node, list):
            for i in node:
                heapq.heappush(best, (-distance(i), -i))
                if len(best) > k:
                    heapq.heappop(best)
            return
        axis, border, left, right = node
        gap = query[axis] - border
        near, far = (left, right) if gap < 0 else (right, left)
        search(near)
        if len(best) < k or abs(gap) <= -best[0][0]:
            search(far)

    search(tree)
    return sorted((-d, -i) for d, i in best)
