def is_search_tree(root):
    stack = [(root, None, None)]
    while stack:
        node, low, high = stack.pop()
        if node is None:
            continue
        if low and node.value <= low:
            return False
        if high and node.value >= high:
            return False
        stack += [(node.left, low, node.value), (node.right, node.value, high)]
    return True
