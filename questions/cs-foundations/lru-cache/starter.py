class LRUCache:
    """Keeps the entries used most recently."""

    def __init__(self, capacity):
        raise NotImplementedError

    def get(self, key, default=None):
        """Return the value of a key, or default."""
        raise NotImplementedError

    def put(self, key, value):
        """Store a value; return the entry (key, value) given up for it, or None."""
        raise NotImplementedError
