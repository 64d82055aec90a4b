"""One ready child, seen from outside: give it a program, ask it, measure it, end it."""

import os
import secrets
import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from sandbox.cgroups import Group
from sandbox.channel import HEAD, NONCE, Channel, EndedError
from sandbox.inside import codec
from sandbox.metering import MIB, Meter, Usage
from sandbox.processes import has_ended, is_exiting, kill, pid_here
from sandbox.protocol import Limits, Verdict
from sandbox.stopped import Stopped, reported

__all__ = ["Child", "Stopped", "Usage"]  # what the judge needs of a child

ANSWER, REPORT, READY = b"O", b"E", b"R"
REPORT_BYTES: Final = 64 << 10
REPORT_VALUES: Final = 32
LOADED_BYTES: Final = 64
READY_S: Final = 10.0
DYING_S: Final = 0.5  # a dying process closes its pipes before it can be waited for
DEATH_S: Final = 10.0  # how long that may take where the machine has no time for it
NONCE_BYTES: Final = 16
ADDRESSES: Final = 256 * MIB  # reserved, not used: thread stacks, arenas
UNSUSPICIOUS: Final = frozenset(
    (signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU, signal.SIGSYS, signal.SIGFPE)
)


class NotReadyError(Exception):
    """A child ended, or said something else, before it was ready."""


class GoneError(Exception):
    """The zygote is no longer there."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: the status as `wait` gives it, and what it used in all."""

    status: int
    cpu_s: float
    resident_bytes: int


class Parent(Protocol):
    """The zygote of a child: only a parent can say how its child ended."""

    address_space: int  # bytes, when a child begins
    data: int  # bytes of private writable memory, when a child begins

    def wait(self, pid: int) -> Ended | None:
        """Reap a child that has ended; None when it has not. Raises GoneError."""


@dataclass(frozen=True, slots=True)
class Handles:
    """What the zygote hands over: the pid as it sees it, three pipes and the process itself."""

    pid: int
    requests: int
    results: int
    printed: int
    pidfd: int

    def drop(self) -> None:
        """Kill the process, and let go of it."""
        kill(self.pidfd)
        for each in (self.requests, self.results, self.printed, self.pidfd):
            os.close(each)


class Child:
    """A jailed process of a profile, used once. Not thread-safe, but `close` is."""

    def __init__(
        self,
        parent: Parent,
        handles: Handles,
        *,
        profile: str,
        level: str,
        group: Group | None,
        closed: Callable[["Child"], None],
    ) -> None:
        self.profile = profile
        self.level = level
        self.group = group
        self.parent = parent
        self.suspicious = False  # ended in a way that speaks against its zygote
        self._handles = handles
        self._pid = pid_here(handles.pidfd)
        self._channel = Channel(handles.requests, handles.results, handles.printed, handles.pidfd)
        is_counted = group is not None and group.knows_peak
        self._meter = Meter(self._pid, watch_memory=group is None, count_memory=not is_counted)
        self._limits = Limits()
        self._by_author = False
        self._ended: Ended | None = None
        self._reaped = self._killed = False
        self._nonces: deque[bytes] = deque()
        self._closed = closed
        self._closing = threading.Lock()
        self._is_closed = False

    def enlist(self) -> None:
        """Put the process into its group, while it still waits. Raises OSError."""
        if self.group is not None:
            self.group.adopt(self._pid)

    def await_ready(self) -> None:
        """Wait until the child is behind its walls. Raises NotReadyError."""
        try:
            frame = self._channel.receive(0, _Patience(READY_S))
        except (Stopped, EndedError):
            frame = bytearray()
        if frame[:1] != READY:
            raise NotReadyError(self.output().decode("utf-8", "replace") or "no message")

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return has_ended(self._handles.pidfd)

    def begin(self, program: Mapping[str, object], limits: Limits) -> None:
        """Lower the limits, start the clocks and load a program. Raises Stopped."""
        self._limits = limits
        self._by_author = program["role"] == "author"
        self._channel.limit_output(limits.output_kib << 10)
        memory = limits.memory_mib * MIB
        if self.group is not None:
            try:
                self.group.limit(memory)
            except OSError as error:
                if self.has_ended:
                    raise self._why() from None
                raise Stopped(Verdict.IE, "lost", detail=str(error)) from None
        self._meter.start(limits)
        # Processor time is measured from here; nobody in the child may touch that limit.
        most = (self.parent.data + memory, self.parent.address_space + memory + ADDRESSES)
        self.ask({**program, "most": most})
        self.answer(cap_bytes=LOADED_BYTES, cap_values=1, loading=True)

    def call(self, request: object, *, cap_bytes: int, cap_values: int) -> object:
        """Return the answer to a request, of at most so many bytes and values. Raises Stopped."""
        self.ask(request)
        return self.answer(cap_bytes=cap_bytes, cap_values=cap_values)

    def output(self) -> bytes:
        """Return what was printed until it was muted, never more than the cap."""
        return self._channel.output()

    def mute(self) -> None:
        """Count what is printed from here on, but keep none of it."""
        self._channel.mute()

    def usage(self) -> Usage:
        """Return what the learner's code has used."""
        peak = self.group.peak() if self.group is not None else None
        memory = self._meter.resident_bytes if peak is None else peak
        return Usage(self._meter.wall_s, self._meter.cpu_s, memory)

    def close(self) -> None:
        """Hand the process to the sweeper, who ends it: a verdict need not wait for that.

        One that owes an answer may be at work for ever, and is killed at once.
        """
        with self._closing:
            if self._is_closed:
                return
            self._is_closed = True
        if self._nonces:
            self._kill()
        self._closed(self)

    def reap(self, timeout_s: float) -> bool:
        """End the closed child and let go of everything; False when it has not ended yet."""
        self._kill()
        if not has_ended(self._handles.pidfd, timeout_s):
            return False
        if not self._reaped:
            self._status()
        self._channel.close()
        os.close(self._handles.pidfd)
        return True

    def ask(self, request: object) -> None:
        """Send a request; its answer is that to the oldest one not yet answered. Raises Stopped."""
        nonce = secrets.token_bytes(NONCE_BYTES)  # unknown before: nothing can be answered ahead
        try:
            self._channel.send([nonce, *codec.encode_parts(request)])
        except EndedError:
            raise self._why() from None
        self._nonces.append(nonce)

    def answer(self, *, cap_bytes: int, cap_values: int, loading: bool = False) -> object:
        """Return the answer to the oldest request without one. Raises Stopped."""
        try:
            with self._meter as meter:
                frame = self._channel.receive(max(cap_bytes, REPORT_BYTES), meter)
        except EndedError:
            raise self._why() from None
        if frame[NONCE] != self._nonces[0]:
            raise Stopped(Verdict.RE, "protocol")
        self._nonces.popleft()
        if len(frame) - HEAD > (cap_bytes if frame[:1] == ANSWER else REPORT_BYTES):
            raise Stopped(Verdict.OLE, "result-size")
        return self._decode(frame, cap_values, loading=loading)

    def _decode(self, frame: bytearray, cap_values: int, *, loading: bool) -> object:
        body = memoryview(frame)[HEAD:]
        try:
            if frame[:1] == ANSWER:
                return codec.decode(body, cap_values, copy=False)
            if frame[:1] != REPORT:
                raise Stopped(Verdict.RE, "protocol")
            report = codec.decode(body, REPORT_VALUES, copy=False)
        except codec.TooManyValuesError:
            raise Stopped(Verdict.OLE, "result-size") from None
        except codec.BadFrameError as error:
            raise Stopped(Verdict.RE, "protocol", detail=str(error)) from None
        raise reported(report, loading=loading, by_author=self._by_author)

    def _why(self) -> Stopped:
        """Say why the child is not there any more."""
        by_itself = has_ended(self._handles.pidfd, DYING_S)
        if not by_itself and is_exiting(self._pid):
            by_itself = has_ended(self._handles.pidfd, DEATH_S)
        if self.group is not None and self.group.kills():
            return Stopped(Verdict.MLE, "memory")
        if not by_itself:
            return Stopped(Verdict.RE, "protocol", detail="closed its channel")
        self._status()
        if self._ended is None:
            return Stopped(Verdict.IE, "lost")
        if os.WIFEXITED(self._ended.status):
            return Stopped(Verdict.RE, "exit", detail=str(os.WEXITSTATUS(self._ended.status)))
        return self._by_signal(os.WTERMSIG(self._ended.status))

    def _by_signal(self, number: int) -> Stopped:
        if number == signal.SIGSYS:
            return Stopped(Verdict.SV, "syscall")
        used_up = self._meter.cpu_s >= self._limits.cpu_s
        if number == signal.SIGXCPU or (number == signal.SIGKILL and used_up):
            return Stopped(Verdict.TLE, "cpu")
        if number == signal.SIGXFSZ:
            return Stopped(Verdict.OLE, "output")
        if number == signal.SIGKILL and self.level != "S1":
            # The first process of a namespace cannot kill itself: it was somebody outside.
            if self.usage().memory_bytes >= self._limits.memory_mib * MIB:
                return Stopped(Verdict.MLE, "memory")
            return Stopped(Verdict.IE, "lost")
        return Stopped(Verdict.RE, "signal", detail=_signal_name(number))

    def _kill(self) -> None:
        if not self._killed:
            self._killed = True
            kill(self._handles.pidfd)

    def _status(self) -> None:
        """Reap the process, which has ended; `_ended` stays None when the zygote is gone."""
        self._reaped = True
        try:
            self._ended = self.parent.wait(self._handles.pid)
        except GoneError:
            self._ended = None
        if self._ended is None:
            self.suspicious = True
        elif os.WIFSIGNALED(self._ended.status):
            self.suspicious = os.WTERMSIG(self._ended.status) not in UNSUSPICIOUS


class _Patience:
    """A meter that only knows how long a child may take to get ready."""

    def __init__(self, seconds: float) -> None:
        self._meter = Meter(os.getpid(), watch_memory=False, count_memory=False)
        self._meter.start(Limits(wall_s=seconds, cpu_s=1e9))
        self._meter.__enter__()

    def left(self) -> float:
        return self._meter.left()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
