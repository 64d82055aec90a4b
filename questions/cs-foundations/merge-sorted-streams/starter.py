def merge(streams):
    """Yield the items (key, text) of all sorted streams in ascending order of the key."""
    raise NotImplementedError
