"""One walk in postorder: the first node whose subtree holds both is the answer."""


def lowest_common_ancestor(root, p, q):
    order, stack = [], [root]
    while stack:
        node = stack.pop()
        if node is not None:
            order.append(node)
            stack += [node.left, node.right]
    holds = {None: (False, False)}  # does the subtree hold p, does it hold q
    for node in reversed(order):  # children before their parents
        left, right = holds[node.left], holds[node.right]
        holds[node] = left[0] or right[0] or node is p, left[1] or right[1] or node is q
        if all(holds[node]):
            return node
    return None
