def lowest_common_ancestor(root, p, q):
    order, stack = [], [root]
    while stack:
        node = stack.pop()
        if node is not None:
            order.append(node)
            stack += [node.left, node.right]
    found = {None: None}
    for node in reversed(order):
        left, right = found[node.left], found[node.right]
        if node is p or node is q or (left and right):
            found[node] = node
        else:
            found[node] = left or right
    return found[root]
