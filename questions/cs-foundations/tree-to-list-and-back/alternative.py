"""Levels by a depth-first walk; a growing list of nodes; all nodes made first, then linked."""


class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right


class TreeCodec:
    def levels(self, root):
        rows, stack = [], [(root, 0)]
        while stack:
            node, depth = stack.pop()
            if node is None:
                continue
            if depth == len(rows):
                rows.append([])
            rows[depth].append(node.value)
            stack += [(node.right, depth + 1), (node.left, depth + 1)]
        return rows

    def encode(self, root):
        nodes = [root]
        for node in nodes:  # grows while it is walked
            if node is not None:
                nodes += [node.left, node.right]
        values = [None if node is None else node.value for node in nodes]
        length = max((i + 1 for i, value in enumerate(values) if value is not None), default=0)
        return values[:length]

    def decode(self, items):
        nodes = [None if value is None else Node(value) for value in items]
        children = iter(nodes[1:])
        for node in nodes:
            if node is not None:
                node.left, node.right = next(children, None), next(children, None)
        return nodes[0] if nodes else None
