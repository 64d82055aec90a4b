def is_search_tree(root):
    stack = [(root, None, None)]
    while stack:
        node, low, high = stack.pop()
        if low is not None and node.value <= low:
            return False
        if high is not None and node.value >= high:
            return False
        if node.left is not None:
            stack.append((node.left, low, node.value))
        if node.right is not None:
            stack.append((node.right, node.value, high))
    return True
