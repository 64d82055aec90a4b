def reservoir(stream, k, rng):
    """Return k items of a stream of unknown length, every subset equally likely."""
    raise NotImplementedError
