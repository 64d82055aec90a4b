def is_search_tree(root, low=None, high=None):
    if root is None:
        return True
    if low is not None and root.value <= low:
        return False
    if high is not None and root.value >= high:
        return False
    return is_search_tree(root.left, low, root.value) and is_search_tree(
        root.right, root.value, high
    )
