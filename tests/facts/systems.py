"""Facts of the questions on processes, threads, memory pages and scheduling."""

import os
import threading
from collections import deque
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants

Question = dict[str, Any]


def right(node: Question) -> set[str]:
    """Return the ids of the right options of a question or a gap."""
    return {option["id"] for option in node["options"] if option["correct"]}


def gap_keys(question: Question, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return for each variant its parameters and the key of every numeric gap."""
    sources = {g["id"]: g["answer"]["value"] for g in question["gaps"] if g["kind"] == "numeric"}
    return [
        (v, {name: compile_expression(source).value(v) for name, source in sources.items()})
        for v, _ in variants(question, count)
    ]


def test_thread_shares(question: Question) -> None:
    assert right(question) == {"heap", "descriptors", "directory"}
    here = Path.cwd()
    try:
        mover = threading.Thread(target=os.chdir, args=("/",))
        mover.start()
        mover.join()
        assert Path.cwd() == Path("/")
    finally:
        os.chdir(here)
    says(question, "`os.chdir('/')`", "CLONE_VM", "CLONE_FILES", "CLONE_FS")


def outcomes(times: int) -> set[int]:
    """Return every final value of a counter that two threads raise without a lock."""

    @cache
    def ends(value: int, left: tuple[int, int], held: tuple[int, int]) -> frozenset[int]:
        found: set[int] = set()
        for me in (0, 1):
            if not left[me]:
                continue
            registers, rest = list(held), list(left)
            if held[me] < 0:
                registers[me], after = value, value
            else:
                after, registers[me] = held[me] + 1, -1
                rest[me] -= 1
            found |= ends(after, (rest[0], rest[1]), (registers[0], registers[1]))
        return frozenset(found or {value})

    return set(ends(0, (times, times), (-1, -1)))


def test_counter_race_minimum(question: Question) -> None:
    assert right(question) == {"two"}
    assert outcomes(1) == {1, 2}
    for times in (2, 3, 4):
        assert (min(outcomes(times)), max(outcomes(times))) == (2, 2 * times)
    c = 0
    a = c  # A reads 0
    for _ in range(99):
        c = c + 1
    assert c == 99
    c = a + 1
    b = c  # B reads 1
    for _ in range(99):
        c = c + 1
    assert c == 100
    assert b + 1 == 2
    says(question, "4", "6", "8", "99")


def loop_time(jobs: int, awaited: int, blocked: int) -> int:
    """Run the jobs on a clock of our own: ready ones hold the only thread in turn."""
    ready = deque([awaited] * jobs)
    now = 0
    while ready:
        now = max(now, ready.popleft()) + blocked
    return now


def test_event_loop_blocking(question: Question) -> None:
    for v, key in variants(question, 40):
        assert key == loop_time(v["k"], v["a"], v["b"])
        assert v["a"] + v["b"] < key < v["k"] * (v["a"] + v["b"])


def waits(lengths: list[float], piece: float) -> list[float]:
    """Simulate round robin; return the waiting time of each process."""
    queue = deque(enumerate(lengths))
    now = 0.0
    ends = [0.0] * len(lengths)
    while queue:
        who, left = queue.popleft()
        used = min(left, piece)
        now += used
        if left > used:
            queue.append((who, left - used))
        else:
            ends[who] = now
    return [end - length for end, length in zip(ends, lengths, strict=True)]


def test_round_robin_waiting(question: Question) -> None:
    for v, key in variants(question, 60):
        lengths = [v["a"], v["b"], v["c"]]
        found = waits(lengths, v["q"])
        assert found == [v["wa"], v["wb"], v["wc"]]
        assert key == pytest.approx(sum(found) / 3)
        last = max(range(3), key=lambda i: found[i] + lengths[i])
        assert found[last] == sum(lengths) - lengths[last]
        assert waits(lengths, 1e9) == [0, v["a"], v["a"] + v["b"]]
    assert sum(waits([10, 10, 10], 1)) / 3 == 19
    assert sum(waits([10, 10, 10], 10)) / 3 == 10
    says(question, "19 ms", "10 ms")


def test_page_walk_split(question: Question) -> None:
    for v, keys in gap_keys(question, 60):
        page = v["page"] * 1024
        entries = page // v["e"]
        assert 2 ** keys["offset"] == page
        assert 2 ** keys["index"] == entries
        reach, levels = page, 0
        while reach < 2 ** v["v"]:
            reach, levels = reach * entries, levels + 1
        assert keys["levels"] == levels
        assert keys["leaves"] == len(range(0, v["g"] * 2**30, entries * page))
        assert v["cover"] * 1024 == entries * page
    assert 12 + 4 * 9 == 48
    assert 12 + 5 * 9 == 57
    assert 2**36 * 8 == 512 * 2**30
    assert 2 << 20 == 1 << (12 + 9)
    says(question, r"12+4\times9=48", "2^{36}", "512 GiB", "57")


def test_copy_on_write_pages(question: Question) -> None:
    for v, key in variants(question, 40):
        touched = {at // v["page"] for at in range(0, v["r"] * 1024, v["s"])}
        assert len(touched) == v["pages"]
        assert key == len(touched) * v["page"] / 1024
        assert key < v["m"]
