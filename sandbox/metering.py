"""What a child has used, seen from outside: wall time, processor time and memory.

Processor time is read from the clock of the child's process, which is exact and needs no end of
it. Wall time runs only while the child is being waited for.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from sandbox.protocol import Limits, Verdict
from sandbox.stopped import Stopped

CORES: Final = os.cpu_count() or 1
TICK_S: Final = 0.005  # a finer look at the processor clock would cost more than it tells
POLL_S: Final = 0.02  # between looks at the resident memory, where no cgroup watches it
MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Usage:
    """What the learner's code has used. `memory_bytes` is the most it held at a time."""

    wall_s: float
    cpu_s: float
    memory_bytes: int


class Meter:
    """Measures one child against its limits. The pid must be that of a process not yet reaped."""

    def __init__(self, pid: int, *, watch_memory: bool, count_memory: bool) -> None:
        """Measure a process; bound its memory, or only count it, where no group does."""
        self._pid = pid
        self._clock = (~pid << 3) | 2
        self._watch_memory = watch_memory
        self._count_memory = count_memory
        self._limits = Limits()
        self._cpu = self._cpu_before = self._read_cpu(0.0)
        self._resident_before = self._read_resident() if count_memory else 0
        self._most_resident = self._resident_before
        self._wall = 0.0
        self._since: float | None = None

    def start(self, limits: Limits) -> None:
        """Measure from here on, against `limits`."""
        self._limits = limits
        self._cpu = self._cpu_before = self._read_cpu(self._cpu)
        if self._count_memory:
            self._resident_before = self._most_resident = self._read_resident()

    def __enter__(self) -> Self:
        self._since = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self._wall, self._since = self.wall_s, None

    @property
    def wall_s(self) -> float:
        """Seconds that the child was waited for."""
        running = 0.0 if self._since is None else time.perf_counter() - self._since
        return self._wall + running

    @property
    def cpu_s(self) -> float:
        """Seconds of processor time since the start."""
        self._cpu = self._read_cpu(self._cpu)
        return max(0.0, self._cpu - self._cpu_before)

    @property
    def resident_bytes(self) -> int:
        """By how much the resident memory has grown at most."""
        self._most_resident = max(self._most_resident, self._read_resident(peak=True))
        return self._most_resident - self._resident_before

    def left(self) -> float:
        """Return the seconds until the next check. Raises Stopped when a limit is passed."""
        wall = self._limits.wall_s - self.wall_s
        if wall <= 0:
            raise Stopped(Verdict.TLE, "wall")
        cpu = self._limits.cpu_s - self.cpu_s
        if cpu <= 0:
            raise Stopped(Verdict.TLE, "cpu")
        # Nothing can use processor time faster than all cores together.
        wait = min(wall, max(cpu / CORES, TICK_S))
        if not self._watch_memory:
            return wait
        self._most_resident = max(self._most_resident, self._read_resident())
        if self._most_resident - self._resident_before > self._limits.memory_mib * MIB:
            raise Stopped(Verdict.MLE, "memory")
        return min(wait, POLL_S)

    def _read_cpu(self, last: float) -> float:
        try:
            return time.clock_gettime(self._clock)
        except OSError:  # it has been reaped
            return last

    def _read_resident(self, *, peak: bool = False) -> int:
        try:
            status = Path(f"/proc/{self._pid}/status").read_text("ascii", "replace")
        except OSError:
            return 0
        name = "VmHWM:" if peak else "VmRSS:"
        for line in status.splitlines():
            if line.startswith(name):
                return int(line.split()[1]) << 10
        return 0
