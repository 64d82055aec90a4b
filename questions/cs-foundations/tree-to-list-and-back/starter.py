class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right


class TreeCodec:
    def levels(self, root):
        """Return the values level by level, a list of lists."""
        raise NotImplementedError

    def encode(self, root):
        """Return the tree as a list, with None for missing children."""
        raise NotImplementedError

    def decode(self, items):
        """Return the root of the tree that a list describes, or None."""
        raise NotImplementedError
