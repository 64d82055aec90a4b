"""Interrupting an author's program that takes too long: an exception has a line, a kill has none.

Whoever is interrupted can go on regardless, and a single long call into a library is interrupted
only at its end: that is what the limits outside are for, which are a little wider.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

LEAST_S: Final = 0.001  # zero would mean: never
WHAT: Final = {signal.SIGPROF: "cpu", signal.SIGALRM: "wall"}


class Patience:
    """Counts the processor time of this process, and the wall time while its program runs."""

    def __init__(self, cpu_s: float, wall_s: float) -> None:
        """Allow so many seconds in all."""
        self._cpu_s = cpu_s
        self._wall_s = wall_s
        for number in WHAT:
            signal.signal(number, _interrupt)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run a part of the program. Raises TimeoutError where it stands when the time is up."""
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, max(LEAST_S, self._cpu_s - time.process_time()))
        signal.setitimer(signal.ITIMER_REAL, max(LEAST_S, self._wall_s))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._wall_s -= time.monotonic() - began


def _interrupt(number: int, _: FrameType | None) -> None:
    raise TimeoutError(WHAT[signal.Signals(number)])
