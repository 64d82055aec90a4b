"""Builds linked nodes from rows [value, left row, right row]; a chain comes as name and values."""


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, value):
        self.value, self.left, self.right = value, None, None


def drive(solution, rows, values=None):
    if values is not None:
        size, swapped = values
        numbers = list(range(1, size + 1) if rows == "right chain" else range(size, 0, -1))
        if swapped is not None:
            numbers[swapped], numbers[swapped - 2] = numbers[swapped - 2], numbers[swapped]
        nexts = [row + 1 if row + 1 < size else None for row in range(size)]
        rows = [
            [number, None, child] if rows == "right chain" else [number, child, None]
            for number, child in zip(numbers, nexts, strict=True)
        ]
    nodes = [Node(value) for value, _, _ in rows]
    for node, (_, left, right) in zip(nodes, rows, strict=True):
        node.left = None if left is None else nodes[left]
        node.right = None if right is None else nodes[right]
    return solution(nodes[0] if nodes else None)
