"""Turns: as many at once as there are cores, sleepers aside, and only a few of those."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.turns import Turns

LONG_S = 30.0
NEVER_S = 1e6


class Sleepers:
    """Threads that have a turn until they are woken."""

    def __init__(self, turns: Turns, many: int) -> None:
        self.began = threading.Semaphore(0)
        self.woken = threading.Event()
        self.threads = [threading.Thread(target=self._sleep, args=(turns,)) for _ in range(many)]
        for thread in self.threads:
            thread.start()

    def _sleep(self, turns: Turns) -> None:
        with turns.turn():
            self.began.release()
            self.woken.wait(LONG_S)

    def wake(self) -> None:
        self.woken.set()
        for thread in self.threads:
            thread.join()


@contextmanager
def sleeping(turns: Turns, many: int) -> Iterator[Sleepers]:
    made = Sleepers(turns, many)
    try:
        yield made
    finally:
        made.wake()


def has_turn(turns: Turns, within_s: float) -> bool:
    """Return whether somebody new gets a turn in that time."""
    had = threading.Event()

    def have() -> None:
        with turns.turn():
            had.set()

    threading.Thread(target=have, daemon=True).start()
    return had.wait(within_s)


def test_no_more_than_admitted_at_once() -> None:
    turns = Turns(2, quick_s=NEVER_S)
    with sleeping(turns, 2) as two:
        assert all(two.began.acquire(timeout=LONG_S) for _ in range(2))
        assert not has_turn(turns, 0.1)
    assert has_turn(turns, LONG_S)


def test_sleepers_step_aside() -> None:
    turns = Turns(2, quick_s=0.02)
    with sleeping(turns, 2) as two:
        assert all(two.began.acquire(timeout=LONG_S) for _ in range(2))
        assert has_turn(turns, LONG_S)


def test_only_a_few_are_aside() -> None:
    turns = Turns(1, quick_s=0.0, aside=2)
    with sleeping(turns, 4) as four:
        assert all(four.began.acquire(timeout=LONG_S) for _ in range(3))
        assert not four.began.acquire(timeout=0.1)
        assert not has_turn(turns, 0.1)
    assert has_turn(turns, LONG_S)
