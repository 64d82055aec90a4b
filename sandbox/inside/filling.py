"""Filling the holes of the heap, so that what a child allocates lies together.

After the imports, free blocks are left all over the heap. The first object that a child puts into
one copies a page that was shared, and splits a huge page of 512. Filled up before the first child,
the allocators have nothing to give but fresh memory in one place.
"""

import array
import bisect
import ctypes
import gc
from pathlib import Path
from typing import Final

MOST: Final = 1 << 16  # blocks of a size; where there are more, filling would take long
STEP, LARGEST = 16, 512  # sizes of the blocks that Python's own allocator gives
BYTES_HEAD: Final = 33
FOR_LIBC: Final = (1 << 16, 1 << 14, 1 << 12, 1 << 11, *range(1032, 8, -16))
_LIBC: Final = ctypes.CDLL(None)
_LIBC.malloc.argtypes, _LIBC.malloc.restype = [ctypes.c_size_t], ctypes.c_size_t
_LIBC.sbrk.argtypes, _LIBC.sbrk.restype = [ctypes.c_ssize_t], ctypes.c_size_t

Ranges = array.array  # where writable memory begins and ends, and begins and ends, in order

_kept: list[object] = []


def fill() -> None:
    """Take every free block of Python's and of libc's heap, for ever."""
    old = mapped()
    gc.collect()  # it also empties the lists of free tuples, lists, dicts
    for size in range(STEP, LARGEST + 1, STEP):
        _fill_python(size, old)
    _fill_libc(end_of_heap())


def mapped() -> "Ranges[int]":
    """Return where writable memory lies."""
    found = array.array("Q")
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        fields = line.split()
        if fields[1] == "rw-p":
            found.extend(int(end, 16) for end in fields[0].split("-"))
    return found


def lies_in(ranges: "Ranges[int]", address: int) -> bool:
    """Say whether an address lies in one of the ranges."""
    return bisect.bisect(ranges, address) % 2 == 1


def end_of_heap() -> int:
    """Return the address up to which libc has memory without asking for more."""
    end: int = _LIBC.sbrk(0)
    return end


def _fill_python(size: int, old: "Ranges[int]") -> None:
    """Make objects of a size until one lies in new memory: then no hole of that size is left."""
    for number in range(MOST):
        made = _made(size, number)
        if not lies_in(old, id(made)):
            return
        _kept.append(made)


def _made(size: int, number: int) -> object:
    """Return an object of a size, each time another one."""
    if size == STEP:
        return object()
    if size == 2 * STEP:
        return number + (1 << 40)
    return bytes(size - BYTES_HEAD)


def _fill_libc(end: int) -> None:
    """Take blocks, the large ones first, until libc has to ask for more memory."""
    for size in FOR_LIBC:
        for _ in range(MOST):
            if _LIBC.malloc(size) + size >= end:
                break
