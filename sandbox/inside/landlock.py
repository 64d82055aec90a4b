"""Landlock: which files a process may open, enforced by the kernel without any privilege.

The second wall about files where there are mount namespaces, the only one where there are none.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from typing import Final

from sandbox.inside import libc

CREATE, ADD, RESTRICT = 444, 445, 446  # numbers of the calls, the same on every machine
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


def version() -> int:
    """Return the version of the interface, 0 where there is none."""
    try:
        return libc.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(VERSION_FLAG))
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Leave this process only these paths and what is below them. Raises OSError."""
    abi = version()
    if not abi:
        raise OSError("the kernel has no Landlock")
    files = (1 << KINDS.get(abi, KINDS_NOW)) - 1
    network = BIND_AND_CONNECT if abi >= WITH_NETWORK else 0
    scopes = SOCKETS_AND_SIGNALS if abi >= WITH_SCOPES else 0
    size = 24 if abi >= WITH_SCOPES else 16 if abi >= WITH_NETWORK else 8
    rules = ctypes.create_string_buffer(struct.pack("QQQ", files, network, scopes), 24)
    ruleset = libc.syscall(CREATE, rules, ctypes.c_size_t(size), ctypes.c_uint(0))
    read = READ | READ_DIRECTORY
    write = read | WRITE | REMOVE_DIRECTORY | REMOVE_FILE | MAKE_DIRECTORY | MAKE_FILE | MAKE_LINK
    if abi >= WITH_TRUNCATE:
        write |= TRUNCATE
    try:
        for path in readable:
            _allow(ruleset, path, read)
        for path in writable:
            _allow(ruleset, path, write)
        libc.syscall(RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    """Add one rule; a path that is not there needs none."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - the child has few modules to load
            access &= FOR_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", access, descriptor), 12)
        libc.syscall(ADD, ctypes.c_int(ruleset), ctypes.c_int(BENEATH), rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)
