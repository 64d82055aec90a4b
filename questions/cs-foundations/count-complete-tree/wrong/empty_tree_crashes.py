def depth(node):
    return 0 if node is None else 1 + depth(node.left)


def count_nodes(root):
    if root.left is None:
        return 1
    left, right = depth(root.left), depth(root.right)
    if left == right:
        return 2**left + count_nodes(root.right)
    return 2**right + count_nodes(root.left)
