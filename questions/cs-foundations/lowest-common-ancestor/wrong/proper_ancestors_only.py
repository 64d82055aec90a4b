def lowest_common_ancestor(root, p, q):
    parents, stack = {}, [(root, None)]
    while stack:
        node, parent = stack.pop()
        if node is not None:
            parents[node] = parent
            stack += [(node.left, node), (node.right, node)]
    if p not in parents or q not in parents:
        return None
    above = set()
    while (p := parents[p]) is not None:
        above.add(p)
    while (q := parents[q]) is not None:
        if q in above:
            return q
    return None
