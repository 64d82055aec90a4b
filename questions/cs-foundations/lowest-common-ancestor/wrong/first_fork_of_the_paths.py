def lowest_common_ancestor(root, p, q):
    parents, stack = {}, [(root, None)]
    while stack:
        node, parent = stack.pop()
        if node is not None:
            parents[node] = parent
            stack += [(node.left, node), (node.right, node)]
    if p not in parents or q not in parents:
        return None

    def path(node):
        nodes = []
        while node is not None:
            nodes.append(node)
            node = parents[node]
        return nodes[::-1]

    one, other = path(p), path(q)
    i = 0
    while one[i] is other[i]:
        i += 1
    return one[i - 1]
