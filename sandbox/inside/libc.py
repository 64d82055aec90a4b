"""The calls of the C library and the kernel that Python has no name for."""

import ctypes
import os
from typing import Any, Final

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_LIBC.prctl.argtypes = [ctypes.c_int, *(ctypes.c_ulong,) * 4]

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38


def raise_errno(what: str) -> None:
    """Raise the OSError of the last call."""
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number), what)


def syscall(number: int, *arguments: Any) -> int:  # noqa: ANN401 - whatever ctypes takes
    """Make a system call by number. Raises OSError."""
    result: int = _LIBC.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise_errno(f"system call {number}")
    return result


def prctl(option: int, *arguments: int) -> None:
    """Change something about this process. Raises OSError."""
    if _LIBC.prctl(option, *(*arguments, 0, 0, 0, 0)[:4]):
        raise_errno(f"prctl {option}")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system. Raises OSError."""
    if _LIBC.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        data.encode() if data else None,
    ):
        raise_errno(f"mount {target}")


def madvise(address: int, length: int, advice: int) -> bool:
    """Advise on memory; False when the kernel would not have it."""
    done = _LIBC.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), ctypes.c_int(advice))
    return bool(done == 0)


def write(path: str, text: str) -> None:
    """Write to a control file, without the objects that Python puts between. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode("ascii"))
    finally:
        os.close(descriptor)
