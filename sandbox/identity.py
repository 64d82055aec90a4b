"""Who the judge is: never root. Started as root, it becomes a user of its own before all else.

A child inside a user namespace that root started is still root to the kernel and owns every file
of root's, device nodes included. So whatever starts a zygote is somebody without power.
"""

import ctypes
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "MIANJING_SANDBOX_UID"
DEFAULT_UID: Final = 64007
NEW_MOUNTS: Final = 0x00020000
RECURSIVE_PRIVATE: Final = 0x4000 | 1 << 18
BIND_ALL: Final = 4096 | 0x4000
PARENT_DEATH_SIGNAL: Final = 1
COVER: Final = 2 | 4 | 8  # no set-user-id, no devices, no programs


class UnreachableError(OSError):
    """A path that the judge needs and cannot read; says how to mend it."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A path that a user cannot reach, and the directory that is in the way."""

    path: Path
    at: Path

    def say(self, uid: int) -> str:
        """Tell what is wrong, and what to do."""
        return (
            f"uid {uid} cannot reach {self.path}, because {self.at} is closed to it:"
            f" chmod o+x {self.at}, or install Python where everybody may read it"
        )


def chosen_uid(environment: Iterable[tuple[str, str]] = ()) -> int:
    """Return the uid of the judge: its own, or the one to become when it is root's.

    Raises ValueError when the environment names one that is none, or root's.
    """
    if os.geteuid() != 0:
        return os.geteuid()
    given = dict(environment).get(VARIABLE, "")
    uid = int(given) if given else DEFAULT_UID
    if not 0 < uid < (1 << 32) - 1:
        raise ValueError(f"{VARIABLE}={given}: not the uid of an ordinary user")
    return uid


def blocked(paths: Iterable[Path], uid: int) -> Iterator[Blocked]:
    """Yield the paths that a user (with a group of the same number) cannot reach and read."""
    for path in paths:
        for each in (*reversed(path.parents), path):
            if not _may_enter(each.stat(), uid):
                yield Blocked(path, each)
                break


def _may_enter(found: os.stat_result, uid: int) -> bool:
    """Say whether a user may pass through a directory, or read a file."""
    shift = 6 if found.st_uid == uid else 3 if found.st_gid == uid else 0
    wanted = 0o5 if stat.S_ISDIR(found.st_mode) else 0o4
    passing = 0o1 if stat.S_ISDIR(found.st_mode) else wanted
    return (found.st_mode >> shift) & passing == passing


def open_way(paths: Iterable[Path], uid: int) -> None:
    """Let a user reach paths below a directory that is closed to it, such as root's home.

    In a mount namespace of this process alone: the closed directory is covered by an empty one in
    which only those paths are. Needs root. Raises UnreachableError.
    """
    in_the_way: dict[Path, list[Path]] = {}
    for each in blocked(paths, uid):
        in_the_way.setdefault(each.at, []).append(each.path)
    if not in_the_way:
        return
    try:
        _cover(in_the_way)
    except OSError as error:
        at, paths = next(iter(in_the_way.items()))
        raise UnreachableError(f"{Blocked(paths[0], at).say(uid)} ({error})") from None


def _cover(in_the_way: Mapping[Path, Sequence[Path]]) -> None:
    if _libc().unshare(NEW_MOUNTS):
        _raise("unshare")
    _mount("none", "/", None, RECURSIVE_PRIVATE)
    for cover, wanted in in_the_way.items():
        kept = [(path, os.open(path, os.O_PATH)) for path in wanted if path != cover]
        _mount("tmpfs", str(cover), "tmpfs", COVER, "mode=755,size=1m")
        for path, descriptor in kept:
            path.mkdir(mode=0o755, parents=True, exist_ok=True)
            _mount(f"/proc/self/fd/{descriptor}", str(path), None, BIND_ALL)
            os.close(descriptor)


def become(uid: int) -> None:
    """Be this user and nobody else, for ever. Does nothing unless root. Raises OSError."""
    if os.geteuid() != 0:
        return
    if uid == 0:
        raise ValueError("root cannot become root")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    done = _libc().mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        data.encode() if data else None,
    )
    if done:
        _raise(f"mount {target}")


def _raise(what: str) -> None:
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number), what)


def die_with_parent() -> None:
    """Be killed when the thread that started this process ends. Raises OSError."""
    if _libc().prctl(PARENT_DEATH_SIGNAL, 9):
        _raise("prctl")
