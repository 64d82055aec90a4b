"""Exercises on iterators, decorators and data loading, against the library and counting by hand."""

import functools
import itertools
import math
import socket
from collections.abc import Generator, Iterator
from typing import Any

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def returned(it: Generator[Any, None, object]) -> object:
    """Return what a generator returns, as `yield from` receives it."""
    received: list[object] = []

    def outer() -> Iterator[Any]:
        received.append((yield from it))

    list(outer())
    return received[0]


def agree(programs: Programs, seeds: int = 6) -> None:
    """Compare the reference and the alternative through the driver."""
    drive = programs.drive
    ours, other = programs.solutions()
    for _, args in programs.cases(seeds):
        assert drive(ours, *args) == drive(other, *args)


def test_lazy_steps_and_windows(question: Question) -> None:
    programs = Programs(question)
    for take in programs.solutions():
        space = take.__globals__
        for limits in itertools.product((-3, 0, 4), (-5, 0, 1, 6), (-3, -1, 1, 2)):
            assert list(space["Steps"](*limits)) == list(range(*limits))
        endless = space["Steps"](5, None, -2)
        assert list(itertools.islice(endless, 3)) == [5, 3, 1]
        for n, size in itertools.product(range(9), range(1, 6)):
            items = "abcdefgh"[:n]
            assert list(take(size, items)) == list(itertools.islice(items, size))
            assert returned(take(size, items)) == min(n, size)
            chunks = list(space["chunks"](items, size))
            assert ["".join(chunk) for chunk in chunks] == [
                items[start : start + size] for start in range(0, n, size)
            ]
            assert len(chunks) == math.ceil(n / size)
            windows = list(space["windows"](items, size))
            assert windows == list(zip(*[items[i:] for i in range(size)], strict=False))
            assert len(windows) == max(n - size + 1, 0)
        source = iter(range(9))
        assert list(take(2, source)) == [0, 1]
        assert next(source) == 2  # nothing was lost
    agree(programs)
    assert not hasattr(socket.socket, "__iter__")
    one, two = iter([1, 2, 3]), iter([1, 2, 3])
    assert list(zip(range(2), one, strict=False)) == [(0, 1), (1, 2)]
    assert next(one) == 3
    assert list(zip(two, range(2), strict=False)) == [(1, 0), (2, 1)]
    assert next(two, None) is None
    says(question, r"\lceil5/2\rceil=3", "$5-2+1=4$", "PEP 479")


def test_retry_memoise_timed(question: Question) -> None:
    programs = Programs(question)
    memory = programs.drive.__globals__["memory"]
    repeated: list[list[tuple[str, tuple[Any, ...], dict[str, Any]]]] = [
        [("plain", (n % 3,), {}) for n in range(7)],
        [("nothing", (n % 2,), {}) for n in range(5)],
        [("fails", (1,), {})] * 3,
        [("a", (2,), {}), ("b", (2,), {}), ("a", (2,), {"y": 3}), ("a", (2,), {})],
        [("plain", (1, n), {}) for n in (0, False, 0.0, "0")],
    ]
    for solution in programs.solutions():
        for calls in repeated:  # where its conventions are the same, the library agrees
            library = memory({"memoise": functools.lru_cache(maxsize=None)}, calls)
            assert programs.drive(solution, "memoise", calls) == library
        # three failures: three calls, and the third exception
        log = programs.drive(solution, "retry", 3, ["OSError"], [["OSError"] * 5])
        assert log == [[["OSError", [3]], [[[5], [("name", 3)]]] * 3]]
        log = programs.drive(solution, "timed", [10, 13], ["done"])
        assert log == [[["done", 7]], [["work", 3]], []]
    agree(programs)
    joined = [(*args, *kwargs.items()) for args, kwargs in (((("a", 1),), {}), ((), {"a": 1}))]
    assert joined == [(("a", 1),)] * 2
    says(question, "10", "13", "`(('a', 1),)`", "`times - 1`")
