def lowest_common_ancestor(root, p, q):
    order, stack = [], [root]
    while stack:
        node = stack.pop()
        if node is not None:
            order.append(node)
            stack += [node.left, node.right]
    holds = {None: (False, False)}
    for node in reversed(order):
        left, right = holds[node.left], holds[node.right]
        has_p = left[0] or right[0] or node.value == p.value
        has_q = left[1] or right[1] or node.value == q.value
        if has_p and has_q:
            return node
        holds[node] = has_p, has_q
    return None
