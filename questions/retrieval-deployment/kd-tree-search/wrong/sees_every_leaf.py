import heapq


def kd_build(points, leaf):
    return split(points, list(range(len(points))), leaf)


def split(points, rows, leaf):
    """A leaf is its list of numbers; an inner node is (axis, border, left, right)."""
    if len(rows) <= leaf:
        return rows
    spread = [max(column) - min(column) for column in zip(*[points[i] for i in rows])]
    axis = spread.index(max(spread))
    rows = sorted(rows, key=lambda i: points[i][axis])
    half = len(rows) // 2
    border = points[rows[half]][axis]  # not above on the left, not below on the right
    return axis, border, split(points, rows[:half], leaf), split(points, rows[half:], leaf)


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
        search(far)

    search(tree)
    return sorted((-d, -i) for d, i in best)
