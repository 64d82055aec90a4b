def lowest_common_ancestor(root, p, q):
    low, high = sorted((p.value, q.value))
    node = root
    while node is not None:
        if high < node.value:
            node = node.left
        elif node.value < low:
            node = node.right
        else:
            return node
    return None
