class KthLargest:
    """The k-th largest of all numbers seen so far."""

    def __init__(self, k, start):
        raise NotImplementedError

    def add(self, x):
        """See x; return the k-th largest so far, or None if there are fewer than k numbers."""
        raise NotImplementedError
