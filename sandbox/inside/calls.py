"""System calls worked out by a zygote, and made by each of its children.

A child pays for every object that it looks at first with a copy of the page on which it lies. So
what shuts it in is no code that it runs for the first time but a list of numbers, which a loop that
has run before hands to the kernel. Each call has to give exactly what it is expected to give.
"""

import ctypes
import os
from typing import Final, NamedTuple

from sandbox.inside import syscalls

ANYTHING: Final = None
AT_CWD: Final = -100
ARGUMENTS: Final = 6
_LIBC: Final = ctypes.PyDLL(None, use_errno=True)  # nobody else waits for the interpreter
_SYSCALL: Final = _LIBC.syscall
_SYSCALL.argtypes, _SYSCALL.restype = [ctypes.c_long] * (1 + ARGUMENTS), ctypes.c_long


class Call(NamedTuple):
    """One system call: its name for who reads an error, its number with arguments, its result."""

    name: str
    numbers: tuple[int, ...]
    gives: int | None


class Calls:
    """System calls to be made one after another. What they point to is kept here."""

    def __init__(self) -> None:
        """Have none yet."""
        self._calls: list[Call] = []
        self._kept: list[object] = []

    def add(self, name: str, *arguments: int | str | bytes, gives: int | None = 0) -> None:
        """Add one by its name; of text and bytes, which have to stay, the kernel gets the address.

        `gives` is what it has to return; ANYTHING will do where that cannot be known. Raises
        KeyError for a call that is not known on this machine.
        """
        numbers = [syscalls.number(os.uname().machine, name), *map(self._number, arguments)]
        numbers += [0] * (1 + ARGUMENTS - len(numbers))
        self._calls.append(Call(name, tuple(numbers), gives))

    def open(self, path: str, flags: int, *, gives: int) -> None:
        """Add the opening of a file, as the lowest descriptor that will be free."""
        self.add("openat", AT_CWD, path, flags, gives=gives)

    def write(self, path: str, text: str, *, through: int) -> None:
        """Add writing to a control file, through the lowest descriptor that will be free."""
        self.open(path, os.O_WRONLY | os.O_CLOEXEC, gives=through)
        self.add("write", through, text, len(text), gives=len(text))
        self.add("close", through)

    def make(self) -> None:
        """Make them all. Raises OSError at the first that does not give what it should."""
        for name, numbers, gives in self._calls:
            given = _SYSCALL(*numbers)
            if given != gives and (gives is not ANYTHING or given < 0):
                raise _failure(name, given)

    def keep(self, content: bytes) -> int:
        """Return the address of bytes that stay where they are."""
        kept = ctypes.create_string_buffer(content)
        self._kept.append(kept)
        return ctypes.addressof(kept)

    def _number(self, argument: int | str | bytes) -> int:
        if isinstance(argument, int):
            return argument
        return self.keep(argument.encode() if isinstance(argument, str) else argument)


def _failure(name: str, given: int) -> OSError:
    if given >= 0:
        return OSError(f"{name} gave {given}")
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), name)


def practise() -> None:
    """Make harmless calls, so that Python has adapted the loop before the first child needs it."""
    calls = Calls()
    for _ in range(ARGUMENTS):
        calls.add("getpid", gives=os.getpid())
        calls.add("getuid", gives=ANYTHING)
    calls.make()
