class Steps:
    """The numbers start, start + step, ... before stop; without end if stop is None."""

    def __init__(self, start, stop, step):
        raise NotImplementedError

    def __iter__(self):
        raise NotImplementedError


def take(n, items):
    """Generate the first n elements; return how many there were."""
    raise NotImplementedError


def chunks(items, size):
    """Generate tuples of size elements; the last one may be shorter."""
    raise NotImplementedError


def windows(items, size):
    """Generate the tuples of size consecutive elements."""
    raise NotImplementedError
