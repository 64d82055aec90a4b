def left_depth(node):
    depth = 0
    while node is not None:
        depth, node = depth + 1, node.left
    return depth


def count_nodes(root):
    if root is None:
        return 0
    left, right = left_depth(root.left), left_depth(root.right)
    if left == right:
        return 2 ** (left + 1) - 1
    return 1 + count_nodes(root.left) + count_nodes(root.right)
