def is_search_tree(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if node.left is not None and node.left.value >= node.value:
            return False
        if node.right is not None and node.right.value <= node.value:
            return False
        stack += [node.left, node.right]
    return True
