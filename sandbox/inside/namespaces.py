"""The inner wall of one child: who it is, what it sees of the file system, what it may do."""

import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sandbox.inside.calls import Calls

USER, MOUNT, PID, IPC, UTS = 0x10000000, 0x00020000, 0x20000000, 0x08000000, 0x04000000
ALL: Final = USER | MOUNT | PID | IPC | UTS
FIRST: Final = 1  # the id of a process that is alone in its namespace

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
RECURSIVE, PRIVATE = 0x4000, 1 << 18
REMOUNT, BIND = 32, 4096
KEPT: Final = 1 | 2 | 4 | 8 | 1024 | 2048 | (1 << 21)  # flags of a mount that must not be dropped
RELATIME_AS_READ: Final = 4096  # what statvfs calls it
RELATIME: Final = 1 << 21

BOX: Final = "/box"
BOX_MIB: Final = 16
BOX_FILES: Final = 1024
DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
CAPABILITY_VERSION, CAPBSET_DROP = 0x20080522, 24


def keep_one_user(calls: Calls, uid: int, gid: int, *, free: int) -> None:
    """Add what maps one user and one group into the new user namespace: itself.

    `free` is the lowest descriptor that will be free.
    """
    calls.write("/proc/self/setgroups", "deny", through=free)
    calls.write("/proc/self/uid_map", f"{uid} {uid} 1", through=free)
    calls.write("/proc/self/gid_map", f"{gid} {gid} 1", through=free)


def device_mounts() -> dict[str, int]:
    """Return how each device is to be mounted anew, so that nobody can alter it. Raises OSError.

    The nodes are the host's own inodes: their modes and times must not be writable.
    """
    paths = [f"/dev/{name}" for name in DEVICES]
    return {path: REMOUNT | BIND | READ_ONLY | NO_SUID | _kept(path) for path in paths}


def _kept(path: str) -> int:
    """Return the flags of a mount that an unprivileged remount has to keep."""
    flags = os.statvfs(path).f_flag
    relatime = RELATIME if flags & RELATIME_AS_READ else 0
    return (flags & KEPT & ~RELATIME) | relatime


def furnish(calls: Calls, devices: Mapping[str, int]) -> None:
    """Add what gives a child a box of its own, an empty /proc, and its devices."""
    calls.add("mount", "none", "/", 0, RECURSIVE | PRIVATE, 0)
    for path, flags in devices.items():
        calls.add("mount", "none", path, 0, flags, 0)
    size = f"size={BOX_MIB}m,nr_inodes={BOX_FILES},mode=700"
    calls.add("mount", "tmpfs", BOX, "tmpfs", NO_SUID | NO_DEVICES | NO_EXEC, size)
    flags = READ_ONLY | NO_SUID | NO_DEVICES | NO_EXEC
    calls.add("mount", "tmpfs", "/proc", "tmpfs", flags, "size=4k,nr_inodes=2")
    calls.add("chdir", BOX)


def capabilities() -> int:
    """Return how many capabilities this kernel knows. Raises OSError."""
    return int(Path("/proc/sys/kernel/cap_last_cap").read_text("ascii")) + 1


def drop_capabilities(calls: Calls, many: int) -> None:
    """Add what gives up every capability for ever."""
    for number in range(many):
        calls.add("prctl", CAPBSET_DROP, number)
    calls.add("capset", struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24))
