"""Every node lies between two ancestors, or has no bound on a side: None."""


def is_search_tree(root):
    stack = [(root, None, None)]
    while stack:
        node, low, high = stack.pop()
        if node is None:
            continue
        if low is not None and not low < node.value:
            return False
        if high is not None and not node.value < high:
            return False
        stack += [(node.left, low, node.value), (node.right, node.value, high)]
    return True
