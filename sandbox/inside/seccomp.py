"""The filter of system calls, assembled by hand: the kernel runs it on every call of a child.

The program loads the machine's name, then the call's number, and looks for it by halving: when a
filter is put in place, the kernel runs it once for each call there is, to remember those whose rule
looks at no argument; one rule after another, that alone took each child a fifth of a millisecond.
"""

import errno
import os
import struct
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from sandbox.inside.calls import Calls
from sandbox.inside.syscalls import OWN_PID, UNKNOWN, Check, numbers

ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
ERRNO: Final = 0x00050000
LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER, MACHINE, ARGUMENTS = 0, 4, 16  # where they lie in what the program is given
X32: Final = 0x40000000  # x86-64 with 32-bit pointers: other numbers for the same calls
SET_SECCOMP, MODE_FILTER = 22, 2
STEP: Final = 8  # bytes of an instruction


class Step(NamedTuple):
    """One instruction: operation, how far to jump when true or false, and a constant."""

    code: int
    true: int
    false: int
    constant: int


Answer = tuple[Step, ...]


def program(machine: str, own_pid: int) -> list[Step]:
    """Return the filter for a process of the given id. Raises KeyError for an unknown machine."""
    calls = numbers(machine)
    steps = [
        Step(LOAD, 0, 0, MACHINE),
        Step(EQUAL, 1, 0, calls.audit),
        Step(RETURN, 0, 0, KILL),
        Step(LOAD, 0, 0, NUMBER),
    ]
    answers: dict[int, Answer] = dict.fromkeys(range(UNKNOWN), _returned(ERRNO | errno.EPERM))
    answers |= dict.fromkeys(calls.allow, _returned(ALLOW))
    answers |= dict.fromkeys(calls.kill, _returned(KILL))
    answers |= {number: tuple(_body(check, own_pid)) for number, check in calls.check.items()}
    answers |= {UNKNOWN: _returned(ERRNO | errno.ENOSYS), X32: _returned(KILL)}
    return steps + _halved(_runs(answers))


def _returned(action: int) -> Answer:
    return (Step(RETURN, 0, 0, action),)


def _runs(answers: Mapping[int, Answer]) -> list[tuple[int, Answer]]:
    """Return from which number on the answer is another one, and which."""
    same = groupby(sorted(answers), key=answers.__getitem__)
    return [(next(numbers), answer) for answer, numbers in same]


def _halved(runs: Sequence[tuple[int, Answer]]) -> list[Step]:
    """Return the steps that find the run in which a number lies, and answer it."""
    if len(runs) == 1:
        return [*runs[0][1]]
    middle = len(runs) // 2
    below, above = _halved(runs[:middle]), _halved(runs[middle:])
    return [Step(AT_LEAST, len(below), 0, runs[middle][0]), *below, *above]


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


def prepare(own_pid: int) -> bytes:
    """Assemble the filter for a process of the given id on this machine, as the kernel takes it."""
    return b"".join(struct.pack("HBBI", *step) for step in program(os.uname().machine, own_pid))


def install(calls: Calls, made: bytes) -> None:
    """Add what puts a process, and every thread it starts, under a filter for ever."""
    head = struct.pack("HxxxxxxQ", len(made) // STEP, calls.keep(made))
    calls.add("prctl", SET_SECCOMP, MODE_FILTER, head)
