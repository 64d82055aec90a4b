def count_nodes(root):
    total, stack = 0, [root]
    while stack:
        node = stack.pop()
        if node is not None:
            total += 1
            stack += [node.left, node.right]
    return total
