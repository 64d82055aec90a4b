def exists(root, height, place):
    node = root
    for bit in range(height - 1, -1, -1):
        node = node.right if place >> bit & 1 else node.left
    return node is not None


def count_nodes(root):
    if root is None:
        return 0
    height, node = 0, root
    while node.left is not None:
        height, node = height + 1, node.left
    low, high = 0, 2**height - 1
    while low < high:
        middle = (low + high) // 2
        if exists(root, height, middle):
            low = middle + 1
        else:
            high = middle
    return 2**height - 1 + low
