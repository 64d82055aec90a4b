"""Three pipes to a child: requests in, frames out, and what it prints.

A frame is its length (four bytes, little-endian), then a head of 32 bytes (the kind, and the nonce
of the request that it answers), then a value. The child is hostile: it may answer before it is
asked, say how long a frame will be and never send it, send it byte by byte, close its descriptors
or print for ever. None of it may cost the judge more than the time limit and a little of its own.
"""

import fcntl
import os
import select
import struct
import time
from collections.abc import Sequence
from typing import Final, Protocol

from sandbox.protocol import Verdict
from sandbox.stopped import Stopped

LENGTH: Final = struct.Struct("<I")
HEAD: Final = 32
NONCE: Final = slice(16, 32)
CHUNK: Final = 64 << 10  # what a pipe holds, unless it is widened
WIDE: Final = 1 << 20
F_SETPIPE_SZ: Final = 1031
DRIP_S: Final = 0.0005  # after a small read: at most 2000 wake-ups a second, whatever it sends
SMALL: Final = 1024


class EndedError(Exception):
    """The child closed its result pipe, or ended."""


class Meter(Protocol):
    """Knows how long there is to wait."""

    def left(self) -> float:
        """Return the seconds until the next check. Raises Stopped when a limit is passed."""


class Channel:
    """Speaks to one child. Owns the descriptors."""

    def __init__(self, requests: int, results: int, printed: int, pidfd: int) -> None:
        self._requests, self._results, self._printed = requests, results, printed
        self._pidfd = pidfd
        self._hear = select.poll()
        for descriptor in (results, printed, pidfd):
            self._hear.register(descriptor, select.POLLIN)
        for descriptor in (requests, results, printed):
            os.set_blocking(descriptor, False)
        self._kept = bytearray()
        self._count = 0
        self._cap = CHUNK
        self._muted = False
        self._ended = False
        self._asked = 0  # requests whose answer has not been read
        self._unsent: list[memoryview] = []
        self._begun = b""  # of the next frame
        self._deaf = False  # nobody reads the requests any more

    def limit_output(self, cap: int) -> None:
        """Set how many bytes may be printed."""
        self._cap = cap

    def mute(self) -> None:
        """Count what is printed from here on, but do not keep it."""
        self._listen()
        self._muted = True

    def output(self) -> bytes:
        """Return what was printed before it was muted."""
        self._listen()
        return bytes(self._kept[: self._cap])

    def send(self, parts: Sequence[bytes | memoryview]) -> None:
        """Ask: write a frame, or as much of it as fits; `receive` writes the rest.

        More may be asked before the first answer is read. Raises Stopped when an answer is there
        and nothing was asked, EndedError.
        """
        if not self._asked:
            if self._ended:
                raise EndedError
            if self._count > self._cap:
                raise Stopped(Verdict.OLE, "output")
            self._refuse_early(self._hear.poll(0))
        self._asked += 1
        if self._deaf:
            return  # what it said before is read yet, then its end
        pieces = [memoryview(part) for part in parts if len(part)]
        size = sum(map(len, pieces))
        self._widen(self._requests, size)
        idle = not self._unsent
        self._unsent += [memoryview(LENGTH.pack(size)), *pieces]
        if idle:
            self._write()
            if self._unsent:
                self._hear.register(self._requests, select.POLLOUT)

    def receive(self, cap: int, meter: Meter) -> bytearray:
        """Read a frame of at most `cap` bytes after its head. Raises Stopped, EndedError."""
        begun, self._begun = self._begun, b""
        while len(begun) < LENGTH.size:
            self._await_result(meter)
            part = self._read(self._results, CHUNK)
            self._see(part)
            begun += part
        (length,) = LENGTH.unpack_from(begun)
        if length > cap + HEAD:
            raise Stopped(Verdict.OLE, "result-size")
        if length < HEAD:
            raise Stopped(Verdict.RE, "protocol")
        self._asked = max(0, self._asked - 1)
        self._begun = begun[LENGTH.size + length :]
        if self._begun and not self._asked:
            raise Stopped(Verdict.RE, "protocol")
        return self._rest(length, begun[LENGTH.size : LENGTH.size + length], meter)

    def _rest(self, length: int, begun: bytes, meter: Meter) -> bytearray:
        """Return a frame of which some bytes are here. Raises Stopped, EndedError."""
        have = len(begun)
        if have == length:
            return bytearray(begun)
        self._widen(self._results, length)
        frame = bytearray(length)  # memory is taken only as it is filled
        frame[:have] = begun
        rest = memoryview(frame)
        while have < length:
            self._await_result(meter)
            got = os.readv(self._results, [rest[have:]])
            if not got:
                raise self._end()
            have += got
            if got < SMALL and have < length:
                time.sleep(DRIP_S)
        return frame

    def _write(self) -> None:
        """Write what is left to be sent, as far as it goes."""
        left = self._unsent
        try:
            while left:
                written = os.writev(self._requests, left[:64])
                while left and written >= len(left[0]):
                    written -= len(left.pop(0))
                if written:
                    left[0] = left[0][written:]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._deaf = True
            left.clear()

    def close(self) -> None:
        """Close all descriptors but the process's own."""
        for descriptor in (self._requests, self._results, self._printed):
            os.close(descriptor)

    def _await_result(self, meter: Meter) -> None:
        """Wait until there is something to read. Raises Stopped, EndedError."""
        while True:
            events = self._wait(meter)
            state = events.get(self._results, 0)
            if state & select.POLLIN:
                return
            if state or self._pidfd in events:
                raise self._end()

    def _wait(self, meter: Meter) -> dict[int, int]:
        """Wait for an event other than printing, writing what is unsent. Raises Stopped."""
        while True:
            events = dict(self._hear.poll(max(0.0, meter.left()) * 1000))
            if self._printed in events:
                del events[self._printed]
                if 0 < self._take_printed() < SMALL and not events:
                    time.sleep(DRIP_S)
            if events.pop(self._requests, 0):
                self._write()
                if not self._unsent:
                    self._hear.unregister(self._requests)
            if events:
                return events

    def _refuse_early(self, found: Sequence[tuple[int, int]]) -> None:
        """Raise Stopped when an answer is there before the question, EndedError at an end."""
        events = dict(found)
        if self._printed in events:
            self._take_printed()
        state = events.get(self._results, 0)
        if state & select.POLLIN:
            raise Stopped(Verdict.RE, "protocol")
        if state or self._pidfd in events:
            raise self._end()

    def _see(self, part: bytes) -> None:
        if not part:
            raise self._end()
        if len(part) < LENGTH.size:
            time.sleep(DRIP_S)

    def _end(self) -> EndedError:
        self._ended = True
        return EndedError()

    def _listen(self) -> None:
        """Take what is printed and not yet read, without waiting."""
        try:
            while self._count <= self._cap and self._take_printed():
                pass
        except Stopped:
            return  # the verdict is known by now; only the text matters here

    def _take_printed(self) -> int:
        """Read printed bytes. Raises Stopped when they are too many."""
        part = self._read(self._printed, CHUNK)
        if not part:
            return 0
        self._count += len(part)
        if not self._muted:
            self._kept += part[: max(0, self._cap - len(self._kept))]
        if self._count > self._cap:
            raise Stopped(Verdict.OLE, "output")
        return len(part)

    def _read(self, descriptor: int, size: int) -> bytes:
        """Read once; empty at the end of the pipe, which is then watched no longer."""
        try:
            part = os.read(descriptor, size)
        except BlockingIOError:
            return b""
        if not part and descriptor == self._printed:
            # Watching a closed pipe would make every wait return at once.
            try:
                self._hear.unregister(descriptor)
            except KeyError:
                return b""
        return part

    @staticmethod
    def _widen(descriptor: int, size: int) -> None:
        """Make a pipe wide for a large frame; all pipes of a user share a quota."""
        if size > CHUNK:
            try:
                fcntl.fcntl(descriptor, F_SETPIPE_SZ, WIDE)
            except OSError:
                return  # the quota is used up: slower, nothing else
