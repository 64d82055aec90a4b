"""Decorators as objects; __get__ makes them work as methods."""

import functools
import types


class Decorated:
    def __init__(self, f):
        functools.update_wrapper(self, f)

    def __get__(self, instance, owner=None):
        return self if instance is None else types.MethodType(self, instance)


class Memoised(Decorated):
    def __init__(self, f):
        super().__init__(f)
        self.results = {}

    def __call__(self, *args, **kwargs):
        key = args, tuple(sorted(kwargs.items(), key=lambda pair: pair[0]))
        try:
            found = key in self.results
        except TypeError:
            return self.__wrapped__(*args, **kwargs)
        if not found:
            self.results[key] = self.__wrapped__(*args, **kwargs)
        return self.results[key]


def memoise(f):
    return Memoised(f)


def retry(times, on):
    class Retrying(Decorated):
        def __call__(self, *args, **kwargs):
            left = times
            while True:
                left -= 1
                try:
                    return self.__wrapped__(*args, **kwargs)
                except on:
                    if not left:
                        raise

    return Retrying


def timed(clock, report):
    class Timed(Decorated):
        def __call__(self, *args, **kwargs):
            start = clock()
            try:
                result = self.__wrapped__(*args, **kwargs)
            except BaseException:
                report(self.__name__, clock() - start)
                raise
            report(self.__name__, clock() - start)
            return result

    return Timed
