import functools


class Memoised:
    def __init__(self, f):
        self.known = {}
        functools.update_wrapper(self, f)

    def __call__(self, *args, **kwargs):
        if not hashable(args, kwargs):
            return self.__wrapped__(*args, **kwargs)
        key = args, frozenset(kwargs.items())
        if key not in self.known:
            self.known[key] = self.__wrapped__(*args, **kwargs)
        return self.known[key]


def memoise(f):
    return Memoised(f)


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
