"""A zygote, seen from outside: start it, ask it for children, ask how they ended."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sandbox import wall
from sandbox.child import Ended, GoneError, Handles

MOST: Final = 1 << 16
ANSWER_S: Final = 10.0
END_S: Final = 5.0
DESCRIPTORS: Final = 4


class NotStartedError(Exception):
    """The zygote did not come up: what it, or the wall, said."""


class Zygote:
    """Owns the process of one zygote. Thread-safe.

    To be started from a thread that lives as long as it: the kernel ends it with that thread.
    """

    def __init__(self, profile: str, walls: wall.Walls) -> None:
        """Start the process; it is of use after `await_ready`. Raises NotStartedError."""
        self.profile = profile
        self.address_space = self.data = self.resident = 0
        self.uid = -1
        self.huge_pages = 0
        self.children = 0  # made so far
        self.alive = 0  # not yet reaped
        self.born = time.monotonic()
        self.suspicious = False
        self._lock = threading.Lock()
        try:
            launch = wall.launch(profile, walls)
        except LookupError as error:
            raise NotStartedError(f"not installed: {error}") from None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._site: tempfile.TemporaryDirectory[str] | None = None
        try:
            self.process = self._start(launch, theirs, walls)
        except OSError:
            self._let_go()
            raise

    def _start(
        self, launch: wall.Launch, theirs: socket.socket, walls: wall.Walls
    ) -> subprocess.Popen[bytes]:
        """Start the process and hand it its end of the socket. Raises OSError."""
        with theirs:
            if not launch.site:
                self._site = _linked(launch.entries)
            site = launch.site or str(self._site and self._site.name)
            told = {
                "profile": self.profile,
                "control": theirs.fileno(),
                "namespaces": walls.namespaces,
                "readable": [*launch.readable, site],
                "path": [site],
            }
            plan = {
                "uid": walls.uid if os.geteuid() == 0 else os.geteuid(),
                "reach": [str(path) for path in launch.reach],
                "command": [*launch.command, json.dumps(told)],
                "environment": launch.environment,
                "alone": not walls.namespaces,
            }
            return subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-s", "-S", "-P", "-m", "sandbox.launching", json.dumps(plan)],
                pass_fds=[theirs.fileno()],
                env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(wall.ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
            )

    def is_ready(self) -> bool:
        """Say whether it has come up. Raises NotStartedError when it never will."""
        return self.await_ready(0)

    def await_ready(self, timeout_s: float) -> bool:
        """Wait until it has come up; False when it has not in time. Raises NotStartedError."""
        if self.data:
            return True
        ear = select.poll()  # `select` knows no descriptor above 1023
        ear.register(self._control, select.POLLIN)
        if not ear.poll(timeout_s * 1000):
            return False
        try:
            hello = self._control.recv(MOST)
        except OSError:
            hello = b""
        if not hello:
            raise NotStartedError(self._why())
        told = json.loads(hello)
        self.address_space, self.data = told["address_space"], told["data"]
        self.resident, self.uid = told["resident"], told["uid"]
        self.huge_pages = told["huge_pages"]
        self._control.settimeout(ANSWER_S)
        return True

    def spawn(self, box: str) -> Handles:
        """Make a child. Raises GoneError, OSError when the zygote could not fork."""
        answer, descriptors = self._ask({"op": "spawn", "box": box}, DESCRIPTORS)
        if "error" in answer or len(descriptors) != DESCRIPTORS:
            for each in descriptors:
                os.close(each)
            raise OSError(answer.get("error", "descriptors are missing"))
        with self._lock:
            self.children += 1
            self.alive += 1
        return Handles(answer["pid"], *descriptors)

    def wait(self, pid: int) -> Ended | None:
        """Reap a child that has ended; None when it has not. Raises GoneError."""
        answer, _ = self._ask({"op": "wait", "pid": pid}, 0)
        if answer["status"] is None:
            return None
        return Ended(answer["status"], answer["cpu"], answer["resident"])

    def forget(self) -> None:
        """Note that a child is no more."""
        with self._lock:
            self.alive -= 1

    def close(self) -> None:
        """End it, and with it every child that is left."""
        self._control.close()
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        self._control.close()
        self._errors.close()
        if self._site is not None:
            self._site.cleanup()

    def _ask(self, request: dict[str, Any], most: int) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            try:
                self._control.send(json.dumps(request).encode())
                told, descriptors, _, _ = socket.recv_fds(self._control, MOST, most)
            except OSError as error:
                # An answer that comes late would be taken for that to the next question.
                self._control.close()
                self.process.kill()
                raise GoneError(str(error)) from None
        if not told:
            raise GoneError("the zygote has ended")
        answer: dict[str, Any] = json.loads(told)
        return answer, descriptors

    def _why(self) -> str:
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._errors.seek(0)
        said = self._errors.read()[-2000:].decode("utf-8", "replace").strip()
        return said or f"ended with status {self.process.returncode}"


def _linked(entries: Mapping[str, Path]) -> tempfile.TemporaryDirectory[str]:
    """Make a directory of links to the distributions of a profile, beside which nothing is seen."""
    made = tempfile.TemporaryDirectory(prefix="mianjing-site-")
    Path(made.name).chmod(0o755)
    for name, place in entries.items():
        Path(made.name, name).symlink_to(place)
    return made
