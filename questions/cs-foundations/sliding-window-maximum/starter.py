def window_maxima(values, width):
    """Return the maximum of every window of so many consecutive values."""
    raise NotImplementedError
