"""Builds the tree from rows [value, left row, right row] and names the answer by its row."""


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, value):
        self.value, self.left, self.right = value, None, None


def rows_of(name, size):
    nexts = [row + 1 if row + 1 < size else None for row in range(size)]
    return [
        [row, child, None] if name == "left chain" else [row, None, child]
        for row, child in enumerate(nexts)
    ]


def drive(solution, rows, p, q):
    if isinstance(rows, dict):
        ((name, size),) = rows.items()
        rows = rows_of(name, size)
    nodes = [Node(value) for value, _, _ in rows]
    for node, (_, left, right) in zip(nodes, rows, strict=True):
        node.left = None if left is None else nodes[left]
        node.right = None if right is None else nodes[right]
    outside = {}

    def pick(where):
        if isinstance(where, int):
            return nodes[where]
        ((_, value),) = where.items()  # {'outside': value}
        return outside.setdefault(value, Node(value))

    answer = solution(nodes[0] if nodes else None, pick(p), pick(q))
    if answer is None:
        return None
    return next((row for row, node in enumerate(nodes) if node is answer), "not a node of the tree")
