def top_messages(blocks, k):
    """Return the k most frequent messages as a list of (message, count)."""
    raise NotImplementedError
