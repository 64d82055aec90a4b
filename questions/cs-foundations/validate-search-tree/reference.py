def is_search_tree(root):
    stack, node, previous = [], root, None
    while stack or node is not None:
        while node is not None:
            stack.append(node)
            node = node.left
        node = stack.pop()
        if previous is not None and node.value <= previous.value:
            return False
        previous, node = node, node.right
    return True
