"""Binary search for the last place of the deepest level that holds a node."""


def holds(root, edges, place):
    """Say whether the deepest level has a node at a place, counted from 0: its bits are the way."""
    node = root
    for bit in reversed(range(edges)):
        node = node.right if place >> bit & 1 else node.left
    return node is not None


def count_nodes(root):
    if root is None:
        return 0
    edges, node = 0, root.left
    while node is not None:
        edges, node = edges + 1, node.left
    present, absent = 0, 2**edges  # place 0 holds a node, place 2**edges does not exist
    while absent - present > 1:
        middle = (present + absent) // 2
        if holds(root, edges, middle):
            present = middle
        else:
            absent = middle
    return 2**edges + present
