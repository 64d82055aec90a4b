"""The judge as a process of its own: one request per frame over a private Unix socket.

Requests: `{"op": "judge", "job": …}`, `{"op": "prepare", "job": …}`, `{"op": "health"}`. Every
request has one reply, a verdict document, `{}` or what `Health` holds. A request that cannot be
read is answered with `{"error": …}`. Threads, because judging waits for children most of the time.
"""

import json
import os
import socket
import socketserver
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Protocol

from sandbox.protocol import (
    LENGTH,
    MAX_FRAME,
    VERSION,
    Exercise,
    Health,
    Job,
    RefusedError,
    job_from,
)
from sandbox.turns import Turns

JUDGES: Final = max(2, os.cpu_count() or 1)  # judged at once; more would only wait for a core


class Bench(Protocol):
    """What answers: a `Judge`, or a stand-in where there is none."""

    def judge(self, job: Job) -> dict[str, Any]:
        """Return the verdict document of a job. Raises RefusedError."""

    def prepare(self, exercise: Exercise) -> None:
        """Make the next submission of an exercise quick. Raises RefusedError."""

    def health(self) -> Health:
        """Say what can be judged here."""


def read_frame(stream: socket.socket) -> bytes | None:
    """Read one frame; None at the end of the stream. Raises ValueError for one too long."""
    head = _exactly(stream, LENGTH.size)
    if head is None:
        return None
    (length,) = LENGTH.unpack(head)
    if length > MAX_FRAME:
        message = f"a frame of {length} bytes is longer than {MAX_FRAME}"
        raise ValueError(message)
    return _exactly(stream, length)


def write_frame(stream: socket.socket, body: bytes) -> None:
    """Write one frame."""
    stream.sendall(LENGTH.pack(len(body)) + body)


def _exactly(stream: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = stream.recv(min(1 << 20, length - len(parts)))
        if not part:
            return None
        parts += part
    return bytes(parts)


class _Handler(socketserver.BaseRequestHandler):
    server: "Service"

    def handle(self) -> None:
        while True:
            try:
                frame = read_frame(self.request)
            except OSError:
                return
            except ValueError as error:
                self._reply({"error": f"unreadable request: {error}"})
                return  # what follows is the rest of it
            if frame is None or not self._reply(self.server.answer(frame)):
                return

    def _reply(self, document: dict[str, Any]) -> bool:
        try:
            write_frame(self.request, json.dumps(document).encode())
        except OSError:
            return False  # whoever asked has gone; the queue will ask again
        return True


class Service(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serves a bench on a Unix socket that only its own user may open, or its group as well."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, path: Path, *, for_group: bool = False) -> None:
        """Listen on `path`, replacing a socket left by a process that died."""
        path.unlink(missing_ok=True)
        mask = os.umask(0o117 if for_group else 0o177)
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(mask)
        self._bench: Bench | None = None
        self._turns = Turns(JUDGES)
        self._preparing = threading.Lock()

    def open(self, bench: Bench) -> None:
        """Answer with this bench; until then nobody is served."""
        self._bench = bench

    def answer(self, frame: bytes) -> dict[str, Any]:
        """Answer one request."""
        bench = self._bench
        if bench is None:
            return {"error": "not ready yet"}
        try:
            request = json.loads(frame)
            if request.get("version", VERSION) != VERSION:
                return {"error": f"this judge speaks version {VERSION}"}
            op = request["op"]
            job = job_from(request["job"]) if op != "health" else None
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            return {"error": f"unreadable request: {type(error).__name__}: {error}"}
        if job is None:
            return asdict(bench.health())
        try:
            return self._about(job, op, bench)
        except RefusedError as error:
            return {"error": str(error)}

    def _about(self, job: Job, op: str, bench: Bench) -> dict[str, Any]:
        if op == "judge":
            with self._turns.turn():
                return bench.judge(job)
        if op == "prepare":
            with self._preparing:  # one at a time: it must not take the cores from those who wait
                bench.prepare(job.exercise)
            return {}
        return {"error": f"unknown request {op!r}"}
