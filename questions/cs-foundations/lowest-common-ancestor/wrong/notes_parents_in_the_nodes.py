def lowest_common_ancestor(root, p, q):
    if root is None:
        return None
    root.parent = None
    stack = [root]
    while stack:
        node = stack.pop()
        for child in (node.left, node.right):
            if child is not None:
                child.parent = node
                stack.append(child)
    above = set()
    while p is not None:
        above.add(p)
        p = p.parent
    while q is not None and q not in above:
        q = q.parent
    return q
