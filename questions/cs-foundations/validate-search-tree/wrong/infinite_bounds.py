def is_search_tree(root):
    stack = [(root, float("-inf"), float("inf"))]
    while stack:
        node, low, high = stack.pop()
        if node is None:
            continue
        if not low < node.value < high:
            return False
        stack += [(node.left, low, node.value), (node.right, node.value, high)]
    return True
