def is_search_tree(root):
    stack, node, previous = [], root, 0
    while stack or node is not None:
        while node is not None:
            stack.append(node)
            node = node.left
        node = stack.pop()
        if node.value <= previous:
            return False
        previous, node = node.value, node.right
    return True
