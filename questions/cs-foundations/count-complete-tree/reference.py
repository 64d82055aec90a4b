def levels(node):
    """Count the nodes of the left edge: the levels of a complete tree."""
    found = 0
    while node is not None:
        found += 1
        node = node.left
    return found


def count_nodes(root):
    total = 0
    while root is not None:
        left, right = levels(root.left), levels(root.right)
        if left == right:  # the left subtree is perfect: root and subtree make 2**left
            total += 2**left
            root = root.right
        else:  # the right one is, a level less deep
            total += 2**right
            root = root.left
    return total
