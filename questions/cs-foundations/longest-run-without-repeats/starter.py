def longest_run(items):
    """Return (start, length) of the longest run without equal items; the earliest of several."""
    raise NotImplementedError
