"""The order in which a child shuts itself in: each step needs what the next one takes away."""

import os
import resource
import signal
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sandbox.inside import landlock, namespaces, seccomp
from sandbox.inside.calls import ANYTHING, Calls

MIB: Final = 1 << 20
RESULTS, REQUESTS = 3, 4  # pipes, not sockets: nothing can be passed through them but bytes
FIRST_CLOSED: Final = 5
LOWEST: Final = 16  # of the descriptors that a child is given
LAST: Final = 0xFFFFFFFF
SET_PDEATHSIG, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 4, 38
NICE: Final = 5  # the judge goes first
FIRST_TO_GO: Final = "1000"  # when the whole machine is short of memory

# Generous: they bound a child that waits in the pool. `lower` narrows two of them when the
# exercise is known; nothing can raise them again.
LIMITS: Final = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_CPU: 600,
    resource.RLIMIT_FSIZE: 16 * MIB,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_STACK: 64 * MIB,
    resource.RLIMIT_SIGPENDING: 64,
    resource.RLIMIT_MSGQUEUE: 0,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_RTPRIO: 0,
}
LOWERED: Final = (resource.RLIMIT_DATA, resource.RLIMIT_AS)
PROCESSES: Final = 16  # threads, of a user that only this child has
PROCESSES_OF_ALL: Final = 512  # of a user whom all children share
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a zygote is told on its command line."""

    profile: str
    control: int  # the descriptor of its socket
    namespaces: bool
    readable: tuple[str, ...]  # for Landlock
    path: tuple[str, ...]  # where Python looks for modules, after its own library


@dataclass(frozen=True, slots=True, eq=False)
class Mould:
    """What shuts the children of a zygote in, worked out before the first one."""

    plan: Plan
    rules: landlock.Rules
    filter: bytes  # of system calls; empty where each child needs its own, for its process id
    devices: Mapping[str, int]
    capabilities: int
    uid: int  # before the namespace in which it means nothing yet
    gid: int


def prepare(plan: Plan) -> Mould:
    """Look up what shutting in takes. Raises OSError."""
    alone = plan.namespaces
    return Mould(
        plan,
        landlock.prepare(plan.readable, DEVICES),
        seccomp.prepare(namespaces.FIRST) if alone else b"",
        namespaces.device_mounts() if alone else {},
        namespaces.capabilities() if alone else 0,
        os.getuid(),
        os.getgid(),
    )


@lru_cache(maxsize=4)
def walls(mould: Mould, descriptors: tuple[int, int, int], box: str) -> Calls:
    """Return the calls with which a child shuts itself in.

    `descriptors`, none below LOWEST, are those for printing, for results and for requests; all
    others are closed.
    """
    calls = Calls()
    _take_descriptors(calls, *descriptors)
    alone = mould.plan.namespaces
    calls.add("setsid", gives=namespaces.FIRST if alone else ANYTHING)
    calls.write("/proc/self/oom_score_adj", FIRST_TO_GO, through=FIRST_CLOSED)
    if alone:
        namespaces.keep_one_user(calls, mould.uid, mould.gid, free=FIRST_CLOSED)
        namespaces.furnish(calls, mould.devices)
    else:
        calls.add("prctl", SET_PDEATHSIG, signal.SIGKILL)
        calls.add("chdir", box)
    processes = PROCESSES if alone else PROCESSES_OF_ALL
    for what, most in (LIMITS | {resource.RLIMIT_NPROC: processes}).items():
        calls.add("prlimit64", 0, what, struct.pack("QQ", most, most), 0)
    calls.add("setpriority", os.PRIO_PROCESS, 0, NICE)
    calls.add("prctl", SET_DUMPABLE, 0)
    calls.add("prctl", SET_NO_NEW_PRIVS, 1)
    landlock.restrict(calls, mould.rules, box, free=FIRST_CLOSED)
    calls.add("close_range", FIRST_CLOSED, LAST)
    if alone:
        namespaces.drop_capabilities(calls, mould.capabilities)
        seccomp.install(calls, mould.filter)
    return calls


def enter(mould: Mould, calls: Calls, box: str) -> None:
    """Shut this process in. Raises OSError."""
    calls.make()
    if not mould.plan.namespaces:
        os.environ.update(HOME=box, TMPDIR=box, TORCHINDUCTOR_CACHE_DIR=box)  # noqa: TID251 - the learner's, not ours
        last = Calls()
        seccomp.install(last, seccomp.prepare(os.getpid()))
        last.make()


def lower(data: int, address_space: int) -> None:
    """Lower what this process may use, before it runs anybody's code. Raises OSError."""
    for what, most in zip(LOWERED, (data, address_space), strict=True):
        resource.setrlimit(what, (most, most))


def _take_descriptors(calls: Calls, printed: int, results: int, requests: int) -> None:
    """Add what gives descriptors 0 to 4 their meaning, and leaves none up to those of Landlock."""
    calls.add("close", 0, gives=ANYTHING)
    calls.open("/dev/null", os.O_RDONLY, gives=0)
    for number, each in ((1, printed), (2, printed), (RESULTS, results), (REQUESTS, requests)):
        calls.add("dup3", each, number, 0, gives=number)
    calls.add("close_range", FIRST_CLOSED, landlock.HIGH - 1)
