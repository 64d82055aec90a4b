def height(node):
    if node is None:
        return 0
    return 1 + max(height(node.left), height(node.right))


def count_nodes(root):
    if root is None:
        return 0
    left, right = height(root.left), height(root.right)
    if left == right:
        return 2**left + count_nodes(root.right)
    return 2**right + count_nodes(root.left)
