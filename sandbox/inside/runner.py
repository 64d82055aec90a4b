"""What a child does once it is shut in: load a program, answer requests, until it is killed.

Runs beside the learner's code, which can alter anything here. So nothing it says counts except
the values that come back, and those are compared elsewhere.
"""

import os
import random
import select
import struct
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

from sandbox.inside import codec, jail, loading, saying
from sandbox.inside.jail import REQUESTS, RESULTS
from sandbox.inside.patience import OutOfTimeError

LENGTH: Final = struct.Struct("<I")
HEAD: Final = 16
NONCE: Final = 16
READ: Final = 1 << 20
VALUES: Final = 10_000_000  # the judge is not hostile
MOST_PARTS: Final = 64
IDLE_S: Final = 0.02
OF_LEARNER: Final = frozenset(("solution.py",))
SOURCES: Final = OF_LEARNER | {"cases.py", "reference.py", "driver.py"}

Answer = Callable[[dict[str, Any]], object]


class UnusableArgumentsError(Exception):
    """A learner's own input that is none."""


class UnusableCaseError(Exception):
    """What the author's cases() gave is no case: why, and the line that gave it."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def serve(rehearse: Callable[[], None]) -> NoReturn:
    """Say that all is ready, then answer requests; the first one is the program.

    Whoever waits long for it has time for a rehearsal. Under load nobody has, and it costs nothing.
    """
    write(RESULTS, b"R", bytes(NONCE), [])
    if not select.select([REQUESTS], [], [], IDLE_S)[0]:
        rehearse()
    exchange = Exchange(REQUESTS, RESULTS)
    while True:
        exchange.once()


class Exchange:
    """Answers the requests that come through one descriptor through another one."""

    def __init__(self, requests: int, results: int) -> None:
        """Expect a program first."""
        self._requests = requests
        self._results = results
        self._answer: Answer = load
        self._loading = True
        self._sources = SOURCES

    def once(self) -> None:
        """Answer one request."""
        nonce, body = _read_frame(self._requests)
        request: Any = codec.decode(body, VALUES, copy=True)
        if self._loading and request["role"] != "author":
            self._sources = OF_LEARNER
        kind = b"O"
        try:
            made = self._answer(request)
            if self._loading:
                self._answer, self._loading, made = _checked(made), False, None
            parts = codec.encode_parts(made)
        except BaseException as error:  # noqa: BLE001 - whatever the learner raises
            kind, parts = b"E", [codec.encode(describe(error, self._sources))]
        del request
        _flush()
        write(self._results, kind, nonce, parts)


def _checked(made: object) -> Answer:
    if not callable(made):
        raise TypeError("no program")
    return made


def describe(error: BaseException, sources: frozenset[str]) -> dict[str, object]:
    """Return the report of an exception."""
    if isinstance(error, loading.NotLoadedError):
        return {
            "reason": error.reason,
            "exception": error.name,
            "detail": error.detail[:400],
            "file": error.file,
            "line": error.line,
        }
    if isinstance(error, OutOfTimeError):
        return {"reason": error.what, "file": error.file, "line": error.line}
    if isinstance(error, UnusableCaseError):
        detail = str(error)[:400]
        return {"reason": "exception", "detail": detail, "file": "cases.py", "line": error.line}
    if isinstance(error, codec.CannotEncodeError):
        return {"reason": "unreadable", "detail": str(error)[:400]}
    if isinstance(error, UnusableArgumentsError):
        return {"reason": "arguments", "detail": str(error)[:400]}
    return saying.report(error, sources)


def load(program: dict[str, Any]) -> Answer:
    """Return what answers the requests to a program. Raises whatever its sources raise."""
    from sandbox.inside import authoring, learning, own_input  # noqa: PLC0415 - they use this

    jail.lower(*program["most"])
    roles = {"author": authoring, "learner": learning, "input": own_input}
    made: Answer = roles[program["role"]].load(program)
    return made


def caller(entry: Callable[..., Any], drive: Callable[..., Any] | None) -> Callable[..., Any]:
    """Return a function of the arguments alone: through the driver, if there is one."""
    if drive is None:
        return entry
    return lambda *args: drive(entry, *args)


def reseed(seed: int) -> None:
    """Start every source of chance anew, so that a call does not depend on the calls before."""
    random.seed(seed)
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(seed)
    if (torch := sys.modules.get("torch")) is not None:
        torch.default_generator.manual_seed(seed)  # the others belong to devices there are none of


def write(results: int, kind: bytes, nonce: bytes, parts: list[bytes | memoryview]) -> None:
    """Write one frame."""
    head = kind + bytes(HEAD - len(kind)) + nonce
    size = len(head) + sum(map(len, parts))
    left = [memoryview(part) for part in (LENGTH.pack(size), head, *parts) if len(part)]
    while left:
        written = os.writev(results, left[:MOST_PARTS])
        while left and written >= len(left[0]):
            written -= len(left.pop(0))
        if written:
            left[0] = left[0][written:]


def _read_frame(requests: int) -> tuple[bytes, memoryview]:
    (size,) = LENGTH.unpack(_read(requests, LENGTH.size))
    frame = memoryview(_read(requests, size))
    return bytes(frame[:NONCE]), frame[NONCE:]


def _read(requests: int, size: int) -> bytearray:
    made = bytearray(size)
    view, have = memoryview(made), 0
    while have < size:
        got = os.readv(requests, [view[have:]])
        if not got:
            os._exit(0)  # the judge has gone
        have += got
    return made


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # noqa: BLE001, S112 - closed, or replaced by the learner
            continue
