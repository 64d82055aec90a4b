def values(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node is not None:
            yield node.value
            stack += [node.left, node.right]


def is_search_tree(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if any(value >= node.value for value in values(node.left)):
            return False
        if any(value <= node.value for value in values(node.right)):
            return False
        stack += [node.left, node.right]
    return True
