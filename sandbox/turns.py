"""Whose turn it is to be judged: as many at once as there are cores, and sleepers step aside.

A program that waits (or computes for long) uses a place without needing it as others do. After some
moments it does not count any more, so that it holds up nobody; only a few may be aside at a time.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

QUICK_S: Final = 0.3
"""Longer than nearly every submission takes."""
MOST_ASIDE: Final = 6


class Turns:
    """Lets so many be judged at once. Thread-safe."""

    def __init__(self, at_once: int, *, quick_s: float = QUICK_S, aside: int = MOST_ASIDE) -> None:
        """Admit `at_once` that began less than `quick_s` ago, and `aside` older ones."""
        self._at_once, self._quick_s, self._most = at_once, quick_s, at_once + aside
        self._began: dict[int, float] = {}
        self._changed = threading.Condition()
        self._next = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it for as long as the block lasts."""
        with self._changed:
            while (patience := self._to_wait()) != 0:
                self._changed.wait(patience)
            mine = self._next = self._next + 1
            self._began[mine] = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                del self._began[mine]
                self._changed.notify()

    def _to_wait(self) -> float | None:
        """Return after how many seconds to look again: 0 for now, None when somebody has ended."""
        if len(self._began) >= self._most:
            return None
        now = time.monotonic()
        left = [self._quick_s - (now - began) for began in self._began.values()]
        quick = [each for each in left if each > 0]
        return min(quick) if len(quick) >= self._at_once else 0
