"""The one server that may run on a data directory."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.domain.errors import ConflictError


@contextlib.contextmanager
def only_server(pid_file: Path) -> Iterator[None]:
    """Be the server of a data directory; ConflictError names the process that is it already.

    What counts is the lock on the file: it ends with its process, however that ends, while the
    number in it may stay behind. The file itself stays too: who waits for a lock must not get one
    on a file that is gone.
    """
    with pid_file.open("a+", encoding="ascii") as held:
        if not _locked(held, pid_file):
            raise _taken(pid_file)
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        try:
            yield
        finally:
            held.truncate(0)


def running_server(pid_file: Path) -> int | None:
    """Return the process id of the server that wrote `pid_file`, if it still runs."""
    try:
        pid = int(pid_file.read_text("ascii"))
        if pid <= 1:
            return None
        os.kill(pid, 0)
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and not _is_python(command.read_bytes()):
            return None  # the number has gone to another program
    except (OSError, ValueError):
        return None
    return pid


def _locked(held: IO[str], pid_file: Path) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that knows no locks: the number has to do
        return running_server(pid_file) is None
    return True


def _taken(pid_file: Path) -> ConflictError:
    number = pid_file.read_text("ascii", errors="replace").strip()
    return ConflictError(
        f"{pid_file.parent} 上已有一个服务器在运行（进程 {number or '？'}）。"
        "请先停掉它，或换一个 MIANJING_DATA_DIR。",
        f"A server runs on {pid_file.parent} already: process {number or '?'}. "
        "Stop that one first, or set another MIANJING_DATA_DIR.",
    )


def _is_python(command: bytes) -> bool:
    return b"mianjing" in command or b"python" in command
