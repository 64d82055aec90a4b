"""The calls of the C library and the kernel that Python has no name for."""

import ctypes
import os
from typing import Any, Final

_LIBC: Final = ctypes.CDLL(None, use_errno=True)


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


def madvise(address: int, length: int, advice: int) -> bool:
    """Advise on memory; False when the kernel would not have it."""
    done = _LIBC.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), ctypes.c_int(advice))
    return bool(done == 0)
