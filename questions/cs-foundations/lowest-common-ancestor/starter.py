def lowest_common_ancestor(root, p, q):
    """Return the deepest node that has both p and q below it or is one of them, or None."""
    raise NotImplementedError
