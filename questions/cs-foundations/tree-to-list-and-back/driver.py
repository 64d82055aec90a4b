"""Builds trees from rows [value, left row, right row] (row 0 is the root), and describes them."""

MOST = 50_000


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, value):
        self.value, self.left, self.right = value, None, None


def rows_of(name, size):
    """Return a chain; in a zigzag, left and right links take turns."""
    rows = []
    for row in range(size):
        below = row + 1 if row + 1 < size else None
        left = name == "left chain" or (name == "zigzag" and row % 2 == 0)
        rows.append([row + 1, below, None] if left else [row + 1, None, below])
    return rows


def build(rows):
    if isinstance(rows, dict):
        ((name, size),) = rows.items()
        rows = rows_of(name, size)
    nodes = [Node(value) for value, _, _ in rows]
    for node, (_, left, right) in zip(nodes, rows, strict=True):
        node.left = None if left is None else nodes[left]
        node.right = None if right is None else nodes[right]
    return nodes[0] if nodes else None


def describe(root):
    """List the nodes in preorder as [value, row of the left child, row of the right child]."""
    rows, stack = [], [(root, None, 0)]
    while stack:
        node, parent, side = stack.pop()
        if node is None:
            continue
        if len(rows) == MOST:
            return ["too many nodes"]
        if parent is not None:
            rows[parent][side] = len(rows)
        rows.append([node.value, None, None])
        stack += [(node.right, len(rows) - 1, 2), (node.left, len(rows) - 1, 1)]
    return rows


def drive(solution, method, given):
    codec = solution()
    if method == "decode":
        return describe(codec.decode(given))
    if method == "both":
        return describe(codec.decode(codec.encode(build(given))))
    return getattr(codec, method)(build(given))
