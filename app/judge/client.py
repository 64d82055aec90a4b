"""Asking the judge: one question at a time on each connection, which is then used again."""

import contextlib
import json
import select
import socket
import threading
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sandbox.protocol import LENGTH, MAX_FRAME, MAX_SOURCE, Health, Job

REPLY_S = 200.0
"""The longest that a reply may take: limits, twice, and waiting for a ready child."""
MOST_FREE = 16
"""Connections kept for the next questions."""


class JudgeDownError(Exception):
    """The judge cannot be reached, or ended in the middle. Never the learner's fault: ask again.

    `reached`: it had the question when it ended, so the question may have been what ended it.
    """

    def __init__(self, why: str, *, reached: bool = False) -> None:
        """Say why."""
        super().__init__(why)
        self.reached = reached


class Client:
    """Speaks to the judge on a Unix socket. Thread-safe: each question has a line of its own."""

    def __init__(self, path: Path) -> None:
        """Ask the judge that listens on `path`."""
        self.path = path
        self._lines: set[socket.socket] = set()
        self._free: list[socket.socket] = []
        self._changing = threading.Lock()
        weakref.finalize(self, _close, self._free)

    def hang_up(self) -> None:
        """End every question that waits for its reply: whoever asked gets a JudgeDownError."""
        with self._changing:
            _close(self._free)
            for line in self._lines:
                with contextlib.suppress(OSError):  # not connected yet
                    line.shutdown(socket.SHUT_RDWR)

    def judge(self, job: Job) -> dict[str, Any]:
        """Return the verdict document of a job. Raises JudgeDownError.

        Of a source that is too long the judge needs no more than what shows that it is.
        """
        cut = job.arguments and job.arguments[: MAX_SOURCE + 1]
        job = replace(job, source=job.source[: MAX_SOURCE + 1], arguments=cut)
        return self._ask({"op": "judge", "job": job.document()})

    def prepare(self, job: Job) -> None:
        """Have cases made ahead for the exercise of a job. Raises JudgeDownError."""
        self._ask({"op": "prepare", "job": job.document()})

    def health(self) -> Health:
        """Return what the judge says of itself. Raises JudgeDownError."""
        found = self._ask({"op": "health"})
        return Health(
            serving=bool(found["serving"]),
            level=str(found["level"]),
            profiles=tuple(found["profiles"]),
            missing=tuple(found["missing"]),
            ready=dict(found["ready"]),
        )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        reached = False
        try:
            with self._line() as stream:
                reached = True
                body = json.dumps(request).encode()
                stream.sendall(LENGTH.pack(len(body)) + body)
                (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
                if length > MAX_FRAME:
                    raise JudgeDownError(f"a reply of {length} bytes")
                reply: dict[str, Any] = json.loads(_exactly(stream, length))
        except (OSError, ValueError) as error:
            raise JudgeDownError(str(error), reached=reached) from error
        if "error" in reply:
            raise JudgeDownError(reply["error"])
        return reply

    @contextlib.contextmanager
    def _line(self) -> Iterator[socket.socket]:
        """Have a connection; it is kept for the next question when this one had its reply."""
        stream = self._taken() or self._opened()
        try:
            yield stream
        except BaseException:
            self._end(stream)
            raise
        with self._changing:
            keep = len(self._free) < MOST_FREE
            if keep:
                self._lines.discard(stream)
                self._free.append(stream)
        if not keep:
            self._end(stream)

    def _taken(self) -> socket.socket | None:
        """Take a connection that waits, if there is one at whose other end the judge still is."""
        while True:
            with self._changing:
                if not self._free:
                    return None
                stream = self._free.pop()
                self._lines.add(stream)
            if not _is_readable(stream):
                return stream
            self._end(stream)  # nothing was asked, so what can be read is its end

    def _opened(self) -> socket.socket:
        """Open a connection. Raises OSError."""
        stream = socket.socket(socket.AF_UNIX)
        with self._changing:
            self._lines.add(stream)
        try:
            stream.settimeout(REPLY_S)
            stream.connect(str(self.path))
        except BaseException:
            self._end(stream)
            raise
        return stream

    def _end(self, stream: socket.socket) -> None:
        with self._changing:
            self._lines.discard(stream)
        stream.close()


def _close(lines: list[socket.socket]) -> None:
    while lines:
        lines.pop().close()


def _is_readable(stream: socket.socket) -> bool:
    ear = select.poll()
    ear.register(stream, select.POLLIN)
    return bool(ear.poll(0))


def _exactly(stream: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = stream.recv(min(1 << 20, length - len(parts)))
        if not part:
            raise JudgeDownError("the judge ended before it replied", reached=True)
        parts += part
    return bytes(parts)
