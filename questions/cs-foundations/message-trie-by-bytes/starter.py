class MessageTrie:
    """Counts messages; one node per byte of UTF-8, prefixes shared."""

    def __init__(self):
        raise NotImplementedError

    def add(self, message):
        """Count a message (str) once more; ValueError if it is longer than 70 characters."""
        raise NotImplementedError

    def count(self, message):
        """Return how often this very message was added."""
        raise NotImplementedError

    def starting_with(self, prefix):
        """Return how many additions were of messages whose UTF-8 starts with prefix (bytes)."""
        raise NotImplementedError

    def nodes(self):
        """Return the number of nodes, the root not counted."""
        raise NotImplementedError

    def counts(self):
        """Return {message: count} in the order of the bytes."""
        raise NotImplementedError
