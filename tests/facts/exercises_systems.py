"""Exercises on iterators, decorators and data loading, against the library and counting by hand."""

import functools
import itertools
import math
import socket
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch

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


class Squares(torch.utils.data.Dataset[int]):
    """A data set for the witness."""

    def __len__(self) -> int:
        return 11

    def __getitem__(self, i: int) -> int:
        if not 0 <= i < 11:
            raise IndexError(i)
        return i * i


def test_data_loader_with_prefetch(question: Question) -> None:
    programs = Programs(question)
    agree(programs, 3)
    data = Squares()
    for solution in programs.solutions():
        for drop in (False, True):
            witness: Any = torch.utils.data.DataLoader(data, batch_size=4, drop_last=drop)
            loader = solution(data, 4, drop_last=drop)
            assert len(loader) == len(witness)
            assert [list(batch) for batch in loader] == [batch.tolist() for batch in witness]
        with ThreadPoolExecutor(2) as pool:  # a real one
            loader = solution(data, 2, True, seed=4, pool=pool, prefetch=3)
            plain = solution(data, 2, True, seed=4)
            first = [list(loader), list(plain)]
            assert first[0] == first[1]
            assert sorted(i for batch in first[0] for i in batch) == [i * i for i in range(11)]
            assert list(loader) == list(plain) != first[0]
    assert (math.ceil(5 / 2), 5 // 2) == (3, 2)
    assert 100 * (30 + 50) == 8000
    # one reader, one consumer, bounded prefetch: when is each batch read, and when used up?
    read = used = 0
    ends: list[int] = []
    for batch in range(100):
        free = ends[batch - 2] - 50 if batch >= 2 else 0  # a place is free once that one is taken
        read = max(read, free) + 30
        used = max(used, read) + 50
        ends.append(used)
    assert used == 100 * 50 + 30 == 5030
    says(question, r"\lceil5/2\rceil=3", r"\lfloor5/2\rfloor=2", "5.03", "8 ")
