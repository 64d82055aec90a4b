"""Control groups, version 2: one hierarchy, of which a part has to be delegated to us.

systemd does it with `Delegate=yes`, a container with a cgroup namespace that may be written to.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

from sandbox.cgroups_v1 import MOST_PROCESSES, WIDE, counter, write

NEEDED: Final = frozenset(("memory", "pids"))
OWN: Final = Path("/proc/self/cgroup")


class GroupV2:
    """A group below one that is ours."""

    def __init__(self, name: str, parent: Path) -> None:
        """Make the group. Raises OSError."""
        self._folder = parent / name
        self._folder.mkdir(exist_ok=True)
        write(self._folder / "pids.max", MOST_PROCESSES)
        for file, value in (("memory.swap.max", 0), ("memory.oom.group", 1)):
            with contextlib.suppress(OSError):  # a kernel without swap, or before 4.19
                write(self._folder / file, value)
        self._peak: int | None = None
        with contextlib.suppress(OSError):  # before Linux 5.19
            self._peak = os.open(self._folder / "memory.peak", os.O_RDWR | os.O_CLOEXEC)
        self._limit = 0
        self._kills_before = 0
        self.limit(WIDE)
        self.renew()

    def renew(self) -> None:
        """Forget the last child, but not its limit. Raises OSError."""
        if self._peak is not None:
            try:
                # The peak starts again for whoever reads it through this same descriptor.
                os.pwrite(self._peak, b"reset", 0)
            except OSError:  # before Linux 6.12 it is the peak of all children so far: of no use
                os.close(self._peak)
                self._peak = None
        self._kills_before = self._kills()

    @property
    def knows_peak(self) -> bool:
        """Whether `peak` is known."""
        return self._peak is not None

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""
        write(self._folder / "cgroup.procs", pid)

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""
        if memory_bytes != self._limit:
            write(self._folder / "memory.max", memory_bytes)
            self._limit = memory_bytes

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""
        return self._kills() - self._kills_before

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`; None where it is not known."""
        return None if self._peak is None else int(os.pread(self._peak, 32, 0))

    def kill(self) -> None:
        """Kill whatever is in it, where the kernel can (since Linux 5.14)."""
        with contextlib.suppress(OSError):
            write(self._folder / "cgroup.kill", 1)

    def remove(self) -> None:
        """Remove the group."""
        if self._peak is not None:
            os.close(self._peak)
            self._peak = None
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _kills(self) -> int:
        text = (self._folder / "memory.events").read_text("ascii")
        return counter(text, "oom_kill")


def delegated(root: Path, own: Path = OWN) -> Path | None:
    """Return our own group, when others with memory and pids may be made below it."""
    try:
        lines = own.read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    path = next((line[3:] for line in lines if line.startswith("0::")), None)
    if path is None:
        return None
    here = root / path.lstrip("/")
    if here.name == "main":  # we were moved there, by `enable`
        here = here.parent
    try:
        able = set((here / "cgroup.controllers").read_text("ascii").split())
    except OSError:
        return None
    return here if able >= NEEDED else None


def enable(here: Path, name: str) -> Path:
    """Return a group of that name below ours, whose own groups have memory and pids.

    A group that passes controllers on may hold no process of its own (only the root of all may),
    so whoever is in ours moves to one below it. Raises OSError.
    """
    if not _passes_on(here):
        if (here / "cgroup.type").exists():
            (here / "main").mkdir(exist_ok=True)
            for pid in (here / "cgroup.procs").read_text("ascii").split():
                with contextlib.suppress(ProcessLookupError):
                    write(here / "main" / "cgroup.procs", int(pid))
        _pass_on(here)
    made = here / name
    made.mkdir(exist_ok=True)
    if not _passes_on(made):
        _pass_on(made)
    return made


def _passes_on(group: Path) -> bool:
    control = group / "cgroup.subtree_control"
    return control.exists() and set(control.read_text("ascii").split()) >= NEEDED


def _pass_on(group: Path) -> None:
    wanted = " ".join(f"+{each}" for each in sorted(NEEDED))
    (group / "cgroup.subtree_control").write_text(wanted, "ascii")
