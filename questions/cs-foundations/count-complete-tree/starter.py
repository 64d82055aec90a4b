def count_nodes(root):
    """Return the number of nodes of a complete binary tree. Nodes have .left and .right."""
    raise NotImplementedError
