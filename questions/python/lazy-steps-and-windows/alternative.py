"""From the tools of itertools; the iterator of Steps is a generator."""

from collections import deque
from itertools import count, islice, takewhile


class Steps:
    def __init__(self, start, stop, step):
        if not step:
            raise ValueError("step must not be 0")
        self.make = lambda: count(start, step)
        if stop is not None:
            inside = (lambda x: x < stop) if step > 0 else (lambda x: x > stop)
            self.make = lambda: takewhile(inside, count(start, step))

    def __iter__(self):
        yield from self.make()


def take(n, items):
    if n < 0:
        raise ValueError("n must not be negative")

    def run():
        had = 0
        for had, item in enumerate(islice(items, n), 1):
            yield item
        return had

    return run()


def chunks(items, size):
    if size < 1:
        raise ValueError("size must be positive")

    def run():
        it = iter(items)
        while chunk := tuple(islice(it, size)):
            yield chunk

    return run()


def windows(items, size):
    if size < 1:
        raise ValueError("size must be positive")

    def run():
        it = iter(items)
        window = deque(islice(it, size - 1), maxlen=size)
        for item in it:
            window.append(item)
            yield tuple(window)

    return run()
