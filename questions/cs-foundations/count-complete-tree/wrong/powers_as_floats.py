import math


def count_nodes(root):
    left = right = 0
    node = root
    while node is not None:
        left, node = left + 1, node.left
    node = root
    while node is not None:
        right, node = right + 1, node.right
    if left == right:
        return int(math.pow(2, left) - 1)
    return 1 + count_nodes(root.left) + count_nodes(root.right)
