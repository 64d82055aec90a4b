"""Facts of the questions on condition variables, SIMD and NUMA."""

from typing import Any

import numpy as np
import pytest

from tests.facts.prose import says, variants
from tests.facts.systems import right

Question = dict[str, Any]

# A consumer is new, asleep (in wait), woken (wants the lock again), done or failed.
State = tuple[int, tuple[str, str], bool]


def moves(state: State, *, again: bool) -> list[State]:
    """List what can happen next; a turn with the lock is one step."""
    items, consumers, produced = state
    found: list[State] = []
    if not produced:
        asleep = [i for i in (0, 1) if consumers[i] == "asleep"]
        for i in asleep or [-1]:
            woken = tuple("woken" if j == i else consumers[j] for j in (0, 1))
            found.append((items + 1, (woken[0], woken[1]), True))
    for i in (0, 1):
        if consumers[i] not in ("new", "woken"):
            continue
        looks = consumers[i] == "new" or again
        if items:
            after, left = "done", items - 1
        elif looks:
            after, left = "asleep", items
        else:
            after, left = "failed", items
        pair = tuple(after if j == i else consumers[j] for j in (0, 1))
        found.append((left, (pair[0], pair[1]), produced))
    return found


def failures(*, again: bool) -> int:
    """Count reachable states in which a consumer popped from an empty queue."""
    todo: list[State] = [(0, ("new", "new"), False)]
    seen = set(todo)
    while todo:
        for state in moves(todo.pop(), again=again):
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return sum("failed" in consumers for _, consumers, _ in seen)


def test_condition_variable_while(question: Question) -> None:
    assert right(question) == {"stolen"}
    assert failures(again=False) > 0
    assert failures(again=True) == 0
    says(question, "`while not queue: items.wait()`")


def test_simd_peak(question: Question) -> None:
    for v, key in variants(question, 60):
        kind = np.float32 if v["bits"] == 32 else np.float64
        lanes = len(np.frombuffer(bytes(v["width"] // 8), kind))
        assert lanes == v["lanes"]
        per_cycle = lanes * v["units"] * 2
        assert key == pytest.approx(v["cores"] * v["mhz"] * 1e6 * per_cycle / 1e9)
    sizes = [np.frombuffer(bytes(64), kind).size for kind in (np.float32, np.float64, np.int8)]
    assert sizes == [16, 8, 64]


def interleaved(memory: float, link: float) -> float:
    """Raise the rate until a memory or a direction of the link is full."""
    # Each node reads half of the total; of that, half comes from the other node.
    total = 1.0
    remote = total / 2 / 2
    from_each_memory = total / 2
    return min(memory / from_each_memory, link / remote)


def test_numa_first_touch(question: Question) -> None:
    for memory, link in ((200.0, 60.0), (200.0, 150.0)):
        assert interleaved(memory, link) == min(2 * memory, 4 * link)
    assert interleaved(200, 60) == 240
    says(question, "240 GB/s", "$1/4$", r"\min(2B,\,4X)")
