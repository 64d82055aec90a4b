def is_search_tree(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if node.left is not None and node.right is not None:
            if not node.left.value < node.value < node.right.value:
                return False
        stack += [node.left, node.right]
    return True
