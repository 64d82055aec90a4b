def depth(node):
    return 0 if node is None else 1 + depth(node.left)


def count_nodes(root):
    if root is None:
        return 0
    left, right = depth(root.left), depth(root.right)
    if left == right:
        return 2**right + count_nodes(root.left)
    return 2**left + count_nodes(root.right)
