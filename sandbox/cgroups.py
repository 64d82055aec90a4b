"""Memory and number of processes, bounded by the kernel: one small interface over v1 and v2.

A group is made for each slot of a pool and used again: making and removing one per submission
leaves dying groups behind while page cache is charged to them.
"""

import contextlib
import os
import threading
from pathlib import Path
from typing import Final, Protocol

from sandbox.wall import Walls

ROOT: Final = Path("/sys/fs/cgroup")
MOST_PROCESSES: Final = 24
WIDE: Final = 2 << 30  # of a child that waits; the judge narrows it when it knows the exercise


class Group(Protocol):
    """The group of one slot of a pool: it holds one child at a time and is used again."""

    def renew(self) -> None:
        """Forget the last child."""

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`; None where it is not known."""

    def remove(self) -> None:
        """Remove the group."""


class GroupV1:
    """Controllers of their own: memory and pids."""

    def __init__(self, name: str, root: Path = ROOT) -> None:
        """Make the group. Raises OSError."""
        self._memory, self._pids = root / "memory" / name, root / "pids" / name
        for folder in (self._memory, self._pids):
            folder.mkdir(parents=True, exist_ok=True)
        _write(self._pids / "pids.max", MOST_PROCESSES)
        self._kills_before = 0
        self.renew()

    def renew(self) -> None:
        """Forget the last child."""
        with contextlib.suppress(OSError):
            _write(self._memory / "memory.force_empty", 0)
        self.limit(WIDE)
        _write(self._memory / "memory.max_usage_in_bytes", 0)
        self._kills_before = self._kills()

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""
        _write(self._memory / "cgroup.procs", pid)
        _write(self._pids / "cgroup.procs", pid)

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""
        memory, swap = "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"
        # The limit with swap may never be below the one without: widen first, narrow last.
        names = (memory, swap) if memory_bytes < _read(self._memory / memory) else (swap, memory)
        for name in names:
            if (self._memory / name).exists():
                _write(self._memory / name, memory_bytes)

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""
        return self._kills() - self._kills_before

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`."""
        return _read(self._memory / "memory.max_usage_in_bytes")

    def remove(self) -> None:
        """Remove the group."""
        for folder in (self._memory, self._pids):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _kills(self) -> int:
        return _field(self._memory / "memory.oom_control", "oom_kill")


class GroupV2:
    """The unified hierarchy, below a group that was delegated to us."""

    def __init__(self, name: str, parent: Path) -> None:
        """Make the group. Raises OSError."""
        self._folder = parent / name
        self._folder.mkdir(exist_ok=True)
        _write(self._folder / "pids.max", MOST_PROCESSES)
        with contextlib.suppress(OSError):
            _write(self._folder / "memory.swap.max", 0)
        with contextlib.suppress(OSError):
            _write(self._folder / "memory.oom.group", 1)
        self._kills_before = 0
        self.renew()

    def renew(self) -> None:
        """Forget the last child."""
        self.limit(WIDE)
        with contextlib.suppress(OSError):  # since Linux 6.12; before, the peak is of all children
            _write(self._folder / "memory.peak", 0)
        self._kills_before = self._kills()

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""
        _write(self._folder / "cgroup.procs", pid)

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""
        _write(self._folder / "memory.max", memory_bytes)

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""
        return self._kills() - self._kills_before

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`; None before Linux 5.19."""
        try:
            return _read(self._folder / "memory.peak")
        except OSError:
            return None

    def remove(self) -> None:
        """Remove the group."""
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _kills(self) -> int:
        return _field(self._folder / "memory.events", "oom_kill")


def delegated(root: Path = ROOT, own: Path = Path("/proc/self/cgroup")) -> Path | None:
    """Return the v2 group below which we may make others with memory and pids; None if none."""
    try:
        lines = own.read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    path = next((line[3:] for line in lines if line.startswith("0::")), None)
    if path is None:
        return None
    here = root / path.lstrip("/")
    try:
        control = (here / "cgroup.subtree_control").read_text("ascii").split()
    except OSError:
        return None
    able = {"memory", "pids"} <= set(control) and os.access(here, os.W_OK)
    return here if able else None


def make(name: str, root: Path = ROOT) -> Group | None:
    """Make a group by whichever version works here; None where neither does."""
    with contextlib.suppress(OSError):
        if (root / "memory" / "memory.limit_in_bytes").exists():
            return GroupV1(f"mianjing/{name}", root)
    with contextlib.suppress(OSError):
        if (parent := delegated(root)) is not None:
            return GroupV2(f"mianjing-{name}", parent)
    return None


def hand_over(uid: int, root: Path = ROOT) -> None:
    """Let a user make groups of its own. Needs root; does nothing where there is no way."""
    folders = [root / "memory" / "mianjing", root / "pids" / "mianjing"]
    if not all(folder.parent.is_dir() for folder in folders):
        parent = delegated(root)
        folders = [parent] if parent is not None else []
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.mkdir(exist_ok=True)
            for path in (folder, folder / "cgroup.procs"):
                os.chown(path, uid, uid)


class Slots:
    """The groups of one pool: handed out, taken back, made when there is none to hand out."""

    def __init__(self, walls: Walls) -> None:
        """Make none yet."""
        self._wanted = walls.cgroups
        self._free: list[Group] = []
        self._all: list[Group] = []
        self._lock = threading.Lock()

    def take(self) -> Group | None:
        """Return a group with nobody in it; None where the walls have none. Raises OSError."""
        if not self._wanted:
            return None
        with self._lock:
            if self._free:
                return self._free.pop()
            made = make(f"{os.getpid()}-{id(self):x}-{len(self._all)}")
            if made is None:
                raise OSError("the memory of children cannot be bounded any more")
            self._all.append(made)
            return made

    def give_back(self, group: Group) -> None:
        """Take a group back whose process has been reaped."""
        try:
            group.renew()
        except OSError:
            return  # never hand it out again
        with self._lock:
            self._free.append(group)

    def close(self) -> None:
        """Remove every group."""
        for group in self._all:
            group.remove()


def _write(path: Path, value: int) -> None:
    path.write_text(str(value), "ascii")


def _read(path: Path) -> int:
    text = path.read_text("ascii").strip()
    return 1 << 62 if text == "max" else int(text)


def _field(path: Path, name: str) -> int:
    for line in path.read_text("ascii").splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0
