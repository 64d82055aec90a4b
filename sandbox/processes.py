"""What the kernel says of a process that is held by a descriptor, and how to end it."""

import ctypes
import os
import select
import signal
from pathlib import Path
from typing import Final

FDINFO: Final = 1024  # bytes; the kernel says less of a pidfd
FLAGS, PENDING = 6, 28  # in /proc/PID/stat, counted from the state: flags, waiting signals
EXITING: Final = 0x4  # the flag of a thread on its way out
KILLED: Final = 1 << (signal.SIGKILL - 1)  # what all others are sent when the process ends
_SEND_SIGNAL: Final = 424  # the number of pidfd_send_signal, the same on every machine
_SYSCALL: Final = ctypes.CDLL(None).syscall
_SYSCALL.argtypes, _SYSCALL.restype = [ctypes.c_long] * 5, ctypes.c_long


def pid_here(pidfd: int) -> int:
    """Return the pid of a process as this process's own namespace knows it."""
    info = os.open(f"/proc/self/fdinfo/{pidfd}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        said = os.read(info, FDINFO)
    finally:
        os.close(info)
    return int(said.partition(b"\nPid:")[2].split(maxsplit=1)[0])


def has_ended(pidfd: int, timeout_s: float = 0) -> bool:
    """Say whether a process has ended, or does so in time."""
    ear = select.poll()  # `select` knows no descriptor above 1023
    ear.register(pidfd, select.POLLIN)
    return bool(ear.poll(timeout_s * 1000))


def kill(pidfd: int) -> None:
    """Kill a process, if it has not ended yet.

    Where it wakes up on this core to die, the call returns when it is done, which takes a
    millisecond. Python's own function would hold up every other thread for as long.
    """
    _SYSCALL(_SEND_SIGNAL, pidfd, signal.SIGKILL, 0, 0)


def is_exiting(pid: int) -> bool:
    """Say whether a process is on its way out, which it cannot claim of itself.

    All its threads are: the first may leave the others behind, to run on without a limit.
    """
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            said = stat.read_text("ascii", "replace")
        except OSError:
            continue  # this one has ended
        told = said.rpartition(")")[2].split()  # the name before may hold anything
        if not (int(told[FLAGS]) & EXITING or int(told[PENDING]) & KILLED):
            return False
    return True
