"""The order in which a child shuts itself in: each step needs what the next one takes away."""

import fcntl
import os
import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.inside import landlock, libc, namespaces, seccomp

MIB: Final = 1 << 20
RESULTS, REQUESTS = 3, 4  # pipes, not sockets: nothing can be passed through them but bytes
FIRST_CLOSED: Final = 5
HIGH: Final = 100
MOST_DESCRIPTORS: Final = 1 << 16
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


@dataclass(frozen=True, slots=True)
class Mould:
    """What shuts the children of a zygote in, worked out before the first one.

    What a child has to look up itself it pays for with copies of the pages that it looks at.
    """

    plan: Plan
    rules: landlock.Rules
    calls: seccomp.Filter | None  # None where each child needs one for a process id of its own
    devices: Mapping[str, int]
    capabilities: int


def mould(plan: Plan) -> Mould:
    """Work out how children are to be shut in. Raises OSError."""
    return Mould(
        plan,
        landlock.prepare(plan.readable, DEVICES),
        seccomp.prepare(namespaces.FIRST) if plan.namespaces else None,
        namespaces.devices() if plan.namespaces else {},
        namespaces.capabilities() if plan.namespaces else 0,
    )


def enter(mould: Mould, descriptors: Sequence[int], box: str, *, uid: int, gid: int) -> None:
    """Shut this process in. Raises OSError.

    `descriptors` are those for printing, for results and for requests; all others are closed.
    """
    _take_descriptors(*descriptors)
    os.setsid()
    libc.write("/proc/self/oom_score_adj", FIRST_TO_GO)
    alone = mould.plan.namespaces
    if alone:
        namespaces.keep_one_user(uid, gid)
        namespaces.furnish(mould.devices)
    else:
        libc.prctl(libc.PR_SET_PDEATHSIG, 9)
        os.chdir(box)
        os.environ.update(HOME=box, TMPDIR=box, TORCHINDUCTOR_CACHE_DIR=box)  # noqa: TID251 - the learner's, not ours
    processes = PROCESSES if alone else PROCESSES_OF_ALL
    for what, most in (LIMITS | {resource.RLIMIT_NPROC: processes}).items():
        resource.setrlimit(what, (most, most))
    os.setpriority(os.PRIO_PROCESS, 0, NICE)
    libc.prctl(libc.PR_SET_DUMPABLE, 0)
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(mould.rules, box)
    os.closerange(FIRST_CLOSED, MOST_DESCRIPTORS)
    if alone:
        namespaces.drop_capabilities(mould.capabilities)
    seccomp.install(mould.calls or seccomp.prepare(os.getpid()))


def lower(data: int, address_space: int) -> None:
    """Lower what this process may use, before it runs anybody's code. Raises OSError."""
    for what, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_AS, address_space),
    ):
        resource.setrlimit(what, (most, most))


def _take_descriptors(printed: int, results: int, requests: int) -> None:
    """Give descriptors 0 to 4 their meaning."""
    nothing = os.open("/dev/null", os.O_RDONLY)
    wanted = (nothing, printed, printed, results, requests)
    high = [fcntl.fcntl(each, fcntl.F_DUPFD, HIGH) for each in wanted]
    for number, each in enumerate(high):
        os.dup2(each, number)
