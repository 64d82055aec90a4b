def memoise(f):
    """Decorate f so that a result is computed only once for the same arguments."""
    raise NotImplementedError


def retry(times, on):
    """Return a decorator: call up to `times` times in all while an exception in `on` is raised."""
    raise NotImplementedError


def timed(clock, report):
    """Return a decorator: report(name of the function, time by clock) after every call."""
    raise NotImplementedError
