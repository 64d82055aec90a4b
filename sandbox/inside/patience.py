"""Interrupting an author's program that takes too long: where it stood is known, a kill tells not.

Whoever is interrupted may swallow it, and go on or answer: it is remembered, and no answer counts
after it. A single long call into a library is interrupted only at its end; the limits outside, a
little wider, are for that.
"""

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Final, TypeVar

LEAST_S: Final = 0.001  # zero would mean: never
WHAT: Final = {signal.SIGPROF: "cpu", signal.SIGALRM: "wall"}

Made = TypeVar("Made")


class OutOfTimeError(BaseException):
    """The time is up: which limit it was (`cpu`, `wall`), and where the program stood."""

    def __init__(self, what: str, file: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.file = file
        self.line = line


class Patience:
    """Counts the processor time of this process, and the wall time while its program runs."""

    def __init__(self, cpu_s: float, wall_s: float, sources: frozenset[str]) -> None:
        """Allow so many seconds in all to the program that these sources make."""
        self._cpu_s = cpu_s
        self._wall_s = wall_s
        self._sources = sources
        self._late: OutOfTimeError | None = None
        self._running = False
        for number in WHAT:
            signal.signal(number, self._interrupt)

    def run(self, part: Callable[[], Made]) -> Made:
        """Return what a part of the program makes. Raises OutOfTimeError, and what it raises."""
        self._refuse_if_late()
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, max(LEAST_S, self._cpu_s - time.process_time()))
        signal.setitimer(signal.ITIMER_REAL, max(LEAST_S, self._wall_s))
        self._running = True
        try:
            return part()
        finally:
            self._running = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._wall_s -= time.monotonic() - began
            self._refuse_if_late()  # whatever became of it

    def _refuse_if_late(self) -> None:
        if self._late is not None:
            raise self._late

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if not self._running:
            return
        while frame is not None and frame.f_code.co_filename not in self._sources:
            frame = frame.f_back
        file, line = (frame.f_code.co_filename, frame.f_lineno) if frame else ("", 0)
        self._late = self._late or OutOfTimeError(WHAT[signal.Signals(number)], file, line)
        raise self._late
