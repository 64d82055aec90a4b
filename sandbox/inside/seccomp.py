"""The filter of system calls, assembled by hand: the kernel runs it on every call of a child.

The program loads the machine's name, then the call's number, and goes through the rules in turn.
Calls whose rule looks at no argument are remembered by the kernel and cost nothing after that.
"""

import ctypes
import errno
import functools
import os
import struct
from typing import Final, NamedTuple

from sandbox.inside import libc
from sandbox.inside.syscalls import OWN_PID, UNKNOWN, Check, numbers

ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
ERRNO: Final = 0x00050000
LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER, MACHINE, ARGUMENTS = 0, 4, 16  # where they lie in what the program is given
X32: Final = 0x40000000  # x86-64 with 32-bit pointers: other numbers for the same calls
MODE_FILTER: Final = 2
STEP: Final = 8  # bytes of an instruction


class Step(NamedTuple):
    """One instruction: operation, how far to jump when true or false, and a constant."""

    code: int
    true: int
    false: int
    constant: int


def program(machine: str, own_pid: int) -> list[Step]:
    """Return the filter for a process of the given id. Raises KeyError for an unknown machine."""
    calls = numbers(machine)
    steps = [
        Step(LOAD, 0, 0, MACHINE),
        Step(EQUAL, 1, 0, calls.audit),
        Step(RETURN, 0, 0, KILL),
        Step(LOAD, 0, 0, NUMBER),
        Step(AT_LEAST, 0, 1, X32),
        Step(RETURN, 0, 0, KILL),
    ]
    for number, check in calls.check.items():
        body = _body(check, own_pid)
        steps += [Step(EQUAL, 0, len(body), number), *body]
    for number in calls.allow:
        steps += [Step(EQUAL, 0, 1, number), Step(RETURN, 0, 0, ALLOW)]
    for number in calls.kill:
        steps += [Step(EQUAL, 0, 1, number), Step(RETURN, 0, 0, KILL)]
    steps += [
        Step(AT_LEAST, 0, 1, UNKNOWN),
        Step(RETURN, 0, 0, ERRNO | errno.ENOSYS),
        Step(RETURN, 0, 0, ERRNO | errno.EPERM),
    ]
    return steps


def _body(check: Check, own_pid: int) -> list[Step]:
    """Return the steps that decide by an argument; both ways they end in a return."""
    refuse = Step(RETURN, 0, 0, ERRNO | check.otherwise)
    allow = _body(check.also, own_pid) if check.also else [Step(RETURN, 0, 0, ALLOW)]
    low = ARGUMENTS + 8 * check.argument  # both machines are little-endian
    head = [Step(LOAD, 0, 0, low)]
    if check.mask != 0xFFFFFFFF:  # noqa: PLR2004 - the lower half
        head.append(Step(AND, 0, 0, check.mask))
    last = len(check.values)
    tests = [
        Step(EQUAL, last - place, 0, own_pid if value == OWN_PID else value)
        for place, value in enumerate(check.values)
    ]
    body = [*head, *tests, refuse, *allow]
    if not check.wide:
        return body
    to_refuse = len(head) + len(tests)
    return [Step(LOAD, 0, 0, low + 4), Step(EQUAL, 0, to_refuse, 0), *body]


@functools.cache
def assembled(machine: str, own_pid: int) -> bytes:
    """Return the filter as the kernel takes it. The zygote asks first, so that no child has to."""
    return b"".join(struct.pack("HBBI", *step) for step in program(machine, own_pid))


def install() -> None:
    """Put this process, and every thread it starts, under the filter for ever. Raises OSError."""
    code = assembled(os.uname().machine, os.getpid())
    kept = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxQ", len(code) // STEP, ctypes.addressof(kept))
    head = ctypes.create_string_buffer(header, len(header))
    libc.prctl(libc.PR_SET_SECCOMP, MODE_FILTER, ctypes.addressof(head))
