def lowest_common_ancestor(root, p, q):
    parents, stack = {root: None}, [root]
    while stack:
        node = stack.pop()
        for child in (node.left, node.right):
            if child is not None:
                parents[child] = node
                stack.append(child)
    above = set()
    while p is not None:
        above.add(p)
        p = parents[p]
    while q not in above:
        q = parents[q]
    return q
