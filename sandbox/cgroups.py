"""Memory and number of processes, bounded by the kernel: one small interface over v1 and v2.

A group is made for each slot of a pool and used again: making and removing one per submission
leaves dying groups behind while page cache is charged to them.
"""

import contextlib
import os
import threading
from pathlib import Path
from typing import Final, Protocol

from sandbox.cgroups_v1 import GroupV1
from sandbox.cgroups_v2 import GroupV2, delegated, enable
from sandbox.wall import Walls

ROOT: Final = Path("/sys/fs/cgroup")
OURS: Final = "mianjing"


class Group(Protocol):
    """The group of one slot of a pool: it holds one child at a time and is used again."""

    @property
    def knows_peak(self) -> bool:
        """Whether `peak` is known."""

    def renew(self) -> None:
        """Forget the last child. Raises OSError."""

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`; None where it is not known."""

    def kill(self) -> None:
        """Kill whatever is in it, where the kernel can."""

    def remove(self) -> None:
        """Remove the group."""


def make(name: str, root: Path = ROOT) -> Group | None:
    """Make a group by whichever version works here; None where neither does.

    `name` begins with the pid of the judge, so that the groups of dead ones can be told.
    """
    with contextlib.suppress(OSError):
        if _has_v1(root):
            return GroupV1(f"{OURS}/{name}", root)
    with contextlib.suppress(OSError):
        if (here := delegated(root)) is not None:
            return GroupV2(name, enable(here, OURS))
    return None


def hand_over(uid: int, root: Path = ROOT) -> None:
    """Let a user make groups of its own. Needs root; does nothing where there is no way."""
    with contextlib.suppress(OSError):
        for path in _to_hand_over(root):
            os.chown(path, uid, uid)


def _to_hand_over(root: Path) -> list[Path]:
    if _has_v1(root):
        folders = [root / "memory" / OURS, root / "pids" / OURS]
        for folder in folders:
            folder.mkdir(exist_ok=True)
            _sweep(folder)
        return [path for folder in folders for path in (folder, folder / "cgroup.procs")]
    if (here := delegated(root)) is None:
        return []
    folder = enable(here, OURS)
    _sweep(folder)
    # A process is moved by whoever may write to where both its old and its new group are.
    files = ("cgroup.procs", "cgroup.subtree_control")
    return [here / "cgroup.procs", folder, *(folder / name for name in files)]


def _has_v1(root: Path) -> bool:
    return all((root / controller / "cgroup.procs").exists() for controller in ("memory", "pids"))


def _sweep(folder: Path) -> None:
    """Remove the groups that judges which were killed have left."""
    for each in folder.iterdir():
        pid = each.name.partition("-")[0]
        if each.is_dir() and pid.isdecimal() and not Path("/proc", pid).exists():
            with contextlib.suppress(OSError):
                each.rmdir()


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
