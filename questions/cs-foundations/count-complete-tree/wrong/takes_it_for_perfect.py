def count_nodes(root):
    depth, node = 0, root
    while node is not None:
        depth, node = depth + 1, node.left
    return 2**depth - 1
