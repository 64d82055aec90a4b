def is_search_tree(root):
    """Return True if the binary tree is a search tree without equal values."""
    raise NotImplementedError
