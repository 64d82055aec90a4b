"""Landlock: which files a process may open, enforced by the kernel without any privilege.

The second wall about files where there are mount namespaces, the only one where there are none.
"""

import ctypes
import fcntl
import os
import stat
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sandbox.inside import libc, syscalls
from sandbox.inside.calls import Calls

VERSION_FLAG: Final = 1
BENEATH: Final = 1

EXECUTE, WRITE, READ, READ_DIRECTORY, REMOVE_DIRECTORY, REMOVE_FILE = (1 << n for n in range(6))
MAKE_DIRECTORY, MAKE_FILE, MAKE_LINK, TRUNCATE = 1 << 7, 1 << 8, 1 << 12, 1 << 14
FOR_FILES: Final = EXECUTE | WRITE | READ | TRUNCATE
# How many kinds of access to files each version of the interface knows.
KINDS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
KINDS_NOW: Final = 16
WITH_TRUNCATE: Final = 3
WITH_NETWORK: Final = 4
WITH_SCOPES: Final = 6
BIND_AND_CONNECT: Final = 3
SOCKETS_AND_SIGNALS: Final = 3
HIGH: Final = 110  # descriptors from here on, out of the way of those that a child is given


def version() -> int:
    """Return the version of the interface, 0 where there is none."""
    create = syscalls.number(os.uname().machine, "landlock_create_ruleset")
    try:
        return libc.syscall(create, None, ctypes.c_size_t(0), ctypes.c_uint(VERSION_FLAG))
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What every child of a zygote may open, looked up once. Each path is held by a descriptor."""

    kinds: bytes  # of access that are refused where no rule allows them
    paths: tuple[bytes, ...]
    on_writable: int  # what is allowed below a path that may be written to


def prepare(readable: Iterable[str], writable: Iterable[str]) -> Rules:
    """Look up which paths, with what is below them, may be opened. Raises OSError."""
    abi = version()
    if not abi:
        raise OSError("the kernel has no Landlock")
    files = (1 << KINDS.get(abi, KINDS_NOW)) - 1
    network = BIND_AND_CONNECT if abi >= WITH_NETWORK else 0
    scopes = SOCKETS_AND_SIGNALS if abi >= WITH_SCOPES else 0
    size = 24 if abi >= WITH_SCOPES else 16 if abi >= WITH_NETWORK else 8
    read = READ | READ_DIRECTORY
    write = read | WRITE | REMOVE_DIRECTORY | REMOVE_FILE | MAKE_DIRECTORY | MAKE_FILE | MAKE_LINK
    if abi >= WITH_TRUNCATE:
        write |= TRUNCATE
    paths = [_rule(each, read) for each in _opened(readable)]
    paths += [_rule(each, write) for each in _opened(writable)]
    return Rules(struct.pack("QQQ", files, network, scopes)[:size], tuple(paths), write)


def restrict(calls: Calls, rules: Rules, box: str, *, free: int) -> None:
    """Add what leaves a process what the rules allow, and a box of its own.

    `free` and the number after it are the lowest descriptors that will be free.
    """
    ruleset, root = free, free + 1
    calls.add("landlock_create_ruleset", rules.kinds, len(rules.kinds), gives=ruleset)
    calls.open(box, os.O_PATH | os.O_DIRECTORY, gives=root)
    for rule in (*rules.paths, _packed(rules.on_writable, root)):
        calls.add("landlock_add_rule", ruleset, BENEATH, rule)
    calls.add("landlock_restrict_self", ruleset)


def _opened(paths: Iterable[str]) -> Iterator[int]:
    """Open paths, but for those that are not there. Raises OSError."""
    for path in paths:
        try:
            low = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        yield fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, HIGH)
        os.close(low)


def _rule(descriptor: int, access: int) -> bytes:
    """Return the rule that allows an access to a path and what is below it."""
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        access &= FOR_FILES
    return _packed(access, descriptor)


def _packed(access: int, descriptor: int) -> bytes:
    return struct.pack("=Qi", access, descriptor)
