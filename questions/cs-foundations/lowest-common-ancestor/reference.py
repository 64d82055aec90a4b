def lowest_common_ancestor(root, p, q):
    parents, stack = {}, [(root, None)]
    while stack:
        node, parent = stack.pop()
        if node is not None:
            parents[node] = parent
            stack += [(node.left, node), (node.right, node)]
    if p not in parents or q not in parents:
        return None
    ancestors = set()
    while p is not None:
        ancestors.add(p)
        p = parents[p]
    while q not in ancestors:
        q = parents[q]
    return q
