"""The processes of a judge that runs: what they use, read from /proc."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ZYGOTE: Final = "sandbox.inside.zygote"
PROC: Final = Path("/proc")
LOOK_S: Final = 1.0  # a zygote that ends between two looks takes its last figures with it
_TICK: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its parent, its own processor time, and that of the children it has reaped."""

    pid: int
    parent: int
    own_s: float
    reaped_s: float
    command: str

    @property
    def is_warm(self) -> bool:
        """Whether it is a zygote or one of its children."""
        return ZYGOTE in self.command and "bwrap" not in self.command.partition("\0")[0]


@dataclass(slots=True)
class Spent:
    """Processor time of a judge, its zygotes and their children, while it was watched."""

    seconds: float = 0.0


def descendants(root: int) -> dict[int, Process]:
    """Return a process and everything below it, by pid."""
    every = {each.pid: each for each in _all()}
    found = {root: every[root]} if root in every else {}
    grown = True
    while grown:
        more = {p: e for p, e in every.items() if p not in found and e.parent in found}
        found |= more
        grown = bool(more)
    return found


def judge_at(path: Path) -> int:
    """Return the judge, a child of this process, that listens at a socket. Raises LookupError."""
    for each in _all():
        if each.parent == os.getpid() and str(path) in each.command.split("\0"):
            return each.pid
    raise LookupError(f"no judge at {path}")


def ready_children(root: int) -> list[int]:
    """Return the children that wait, below a judge: warm processes made by a warm process."""
    found = descendants(root)
    return [
        each.pid
        for each in found.values()
        if each.is_warm and (above := found.get(each.parent)) is not None and above.is_warm
    ]


def private_bytes(pid: int) -> int:
    """Return the memory that a process shares with nobody. Raises PermissionError, OSError."""
    total = 0
    for line in (PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in {"Private_Clean", "Private_Dirty", "Private_Hugetlb"}:
            total += int(rest.split()[0]) << 10
    return total


@contextmanager
def watched(root: int) -> Iterator[Spent]:
    """Add up the processor time of a judge; its zygotes come and go, so it is looked at often."""
    spent, ended = Spent(), threading.Event()
    before = _times(root)
    last = dict(before)

    def look() -> None:
        while not ended.wait(LOOK_S):
            last.update(_times(root))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield spent
    finally:
        ended.set()
        thread.join()
        last.update(_times(root))
        spent.seconds = sum(used - before.get(pid, 0.0) for pid, used in last.items())


def _times(root: int) -> dict[int, float]:
    """Return what each long-lived process has used; a zygote's includes its dead children's."""
    found = descendants(root)
    times = {root: found[root].own_s} if root in found else {}
    for each in found.values():
        above = found.get(each.parent)
        if each.is_warm and not (above is not None and above.is_warm):
            times[each.pid] = each.own_s + each.reaped_s
    return times


def _all() -> Iterator[Process]:
    for folder in PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            command = (folder / "cmdline").read_text("utf-8", "replace")
        except OSError:
            continue  # it has ended
        user, system, reaped_user, reaped_system = map(int, fields[11:15])
        yield Process(
            int(folder.name),
            int(fields[1]),
            (user + system) / _TICK,
            (reaped_user + reaped_system) / _TICK,
            command,
        )
