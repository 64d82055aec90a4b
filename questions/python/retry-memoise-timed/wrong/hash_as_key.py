import functools


def memoise(f):
    known = {}

    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        key = hash((args, frozenset(kwargs.items()))) if hashable(args, kwargs) else None
        if key in known:
            return known[key]
        result = f(*args, **kwargs)
        if key is not None:
            known[key] = result
        return result

    return wrapper


def hashable(args, kwargs):
    try:
        hash((args, *kwargs.values()))
    except TypeError:
        return False
    return True


def retry(times, on):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            for _ in range(times - 1):
                try:
                    return f(*args, **kwargs)
                except on:
                    pass
            return f(*args, **kwargs)

        return wrapper

    return decorate


def timed(clock, report):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            start = clock()
            try:
                return f(*args, **kwargs)
            finally:
                report(f.__name__, clock() - start)

        return wrapper

    return decorate
