"""Control groups, version 1: a hierarchy for memory and one for the number of processes."""

import contextlib
import os
from pathlib import Path
from typing import Final

MOST_PROCESSES: Final = 24
WIDE: Final = 2 << 30  # until the judge knows an exercise
MOST_TEXT: Final = 1 << 14
LIMIT, LIMIT_WITH_SWAP = "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"


class GroupV1:
    """One group in each of the two hierarchies. What every child needs of them is kept open."""

    knows_peak: Final = True

    def __init__(self, name: str, root: Path) -> None:
        """Make the group. Raises OSError."""
        self._memory, self._pids = root / "memory" / name, root / "pids" / name
        for folder in (self._memory, self._pids):
            folder.mkdir(parents=True, exist_ok=True)
        write(self._pids / "pids.max", MOST_PROCESSES)
        self._has_swap = (self._memory / LIMIT_WITH_SWAP).exists()
        self._limit = 0
        self._kills_before = 0
        with contextlib.ExitStack() as opened:
            self._members = [
                _opened(opened, folder / "cgroup.procs", os.O_WRONLY)
                for folder in (self._memory, self._pids)
            ]
            self._peak = _opened(opened, self._memory / "memory.max_usage_in_bytes", os.O_RDWR)
            self._events = _opened(opened, self._memory / "memory.oom_control", os.O_RDONLY)
            self.limit(WIDE)
            self.renew()
            self._open = opened.pop_all()

    def renew(self) -> None:
        """Forget the last child. Raises OSError.

        Its limit stays: the next exercise has the same one most often, and a child that waits needs
        little.
        """
        os.pwrite(self._peak, b"0", 0)
        self._kills_before = self._kills()

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""
        for members in self._members:
            os.pwrite(members, b"%d" % pid, 0)

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""
        # The limit with swap may never be below the one without: it is widened first and
        # narrowed last. A new group has none.
        if memory_bytes == self._limit:
            return
        names = [LIMIT, LIMIT_WITH_SWAP] if self._has_swap else [LIMIT]
        if 0 < self._limit < memory_bytes:
            names.reverse()
        for name in names:
            write(self._memory / name, memory_bytes)
        self._limit = memory_bytes

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""
        return self._kills() - self._kills_before

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`."""
        return int(os.pread(self._peak, MOST_TEXT, 0))

    def kill(self) -> None:
        """Do nothing: this version cannot."""

    def remove(self) -> None:
        """Remove the group."""
        self._open.close()
        for folder in (self._memory, self._pids):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _kills(self) -> int:
        return counter(os.pread(self._events, MOST_TEXT, 0).decode("ascii"), "oom_kill")


def _opened(stack: contextlib.ExitStack, path: Path, how: int) -> int:
    """Open a control file until the stack is closed. Raises OSError."""
    descriptor = os.open(path, how | os.O_CLOEXEC)
    stack.callback(os.close, descriptor)
    return descriptor


def write(path: Path, value: int) -> None:
    """Write a number to a control file. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, b"%d" % value)
    finally:
        os.close(descriptor)


def counter(text: str, name: str) -> int:
    """Return one of the named numbers of a control file, 0 where it is not there."""
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0
