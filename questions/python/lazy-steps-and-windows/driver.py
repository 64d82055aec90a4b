"""Walks what the solution makes, one step at a time, and notes how far it has read by then."""

import sys


class Broken(Exception):
    """What a source raises in the middle."""


class Source:
    """The numbers 0, 1, 2, ...; counts how many were read, and may be walked only once."""

    def __init__(self, length, fails_at):
        self.length, self.fails_at = length, fails_at
        self.read = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.read == self.fails_at:
            raise Broken
        if self.read == self.length:
            raise StopIteration
        if self.read == 10_000:
            raise RuntimeError("an endless source was read on and on")
        self.read += 1
        return self.read - 1


def step(it):
    """Return what next(it) does: an element, the end, or an exception."""
    try:
        return ["item", next(it)]
    except StopIteration:
        return ["end"]
    except Broken:
        return ["Broken"]


def drive(solution, what, *args):
    space = getattr(solution, "__globals__", None) or vars(sys.modules[solution.__module__])
    if what == "Steps":
        return walk_steps(space["Steps"], *args)
    first, size, walks = args
    source = list(range(first)) if isinstance(first, int) else Source(*first)
    order = (source, size) if what in ("chunks", "windows") else (size, source)
    try:
        made = space[what.split()[-1]](*order)
    except ValueError:
        return "ValueError"
    if what == "value of take":
        return value(made)
    log = [iter(made) is made]
    if isinstance(source, list):
        return log + [step(made) for _ in range(walks)]
    if not walks:
        log.append(source.read)
    return log + [[*step(made), source.read] for _ in range(walks)]


def value(it):
    while True:
        try:
            next(it)
        except StopIteration as end:
            return ["returned", end.value]


def walk_steps(steps, start, stop, by, script):
    try:
        made = steps(start, stop, by)
    except ValueError:
        return "ValueError"
    iterators, log = {}, []
    for action, name in script:
        if action == "iter":
            iterators[name] = iter(made)
        elif action == "next":
            log.append(step(iterators[name]))
        elif action == "self":
            log.append(iter(iterators[name]) is iterators[name])
        else:
            log.append(list(made))
    return log
