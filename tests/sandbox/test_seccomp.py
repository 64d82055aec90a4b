"""The filter of system calls, run step by step for both machines."""

import errno
from itertools import pairwise

import pytest

from sandbox.inside import seccomp, syscalls
from sandbox.inside.seccomp import ALLOW, ERRNO, KILL, Step

MACHINES = sorted(syscalls.AUDIT)
PID = 4711
# The numbers written down a second time, by hand: name, x86-64, arm64.
KNOWN = [
    ("read", 0, 63, ALLOW),
    ("write", 1, 64, ALLOW),
    ("openat", 257, 56, ALLOW),
    ("exit_group", 231, 94, ALLOW),
    ("ptrace", 101, 117, KILL),
    ("mount", 165, 40, KILL),
    ("unshare", 272, 97, KILL),
    ("setuid", 105, 146, KILL),
    ("bpf", 321, 280, KILL),
    ("io_uring_setup", 425, 425, KILL),
    ("execve", 59, 221, ERRNO | errno.EPERM),
    ("socket", 41, 198, ERRNO | errno.EPERM),
    ("socketpair", 53, 199, ERRNO | errno.EPERM),
    ("sendmsg", 46, 211, ERRNO | errno.EPERM),
    ("kill", 62, 129, ERRNO | errno.EPERM),
    ("tkill", 200, 130, ERRNO | errno.EPERM),
    ("fchmod", 91, 52, ERRNO | errno.EPERM),
    ("fchmodat", 268, 53, ERRNO | errno.EPERM),
    ("fchownat", 260, 54, ERRNO | errno.EPERM),
    ("utimensat", 280, 88, ERRNO | errno.EPERM),
    ("linkat", 265, 37, ERRNO | errno.EPERM),
    ("flock", 73, 32, ERRNO | errno.EPERM),
    ("memfd_create", 319, 279, ERRNO | errno.EPERM),
    ("sched_setaffinity", 203, 122, ERRNO | errno.EPERM),
    ("setpriority", 141, 140, ERRNO | errno.EPERM),
    ("mlock", 149, 228, ERRNO | errno.EPERM),
    ("mincore", 27, 232, ERRNO | errno.EPERM),
    ("membarrier", 324, 283, ERRNO | errno.EPERM),
    ("clone3", 435, 435, ERRNO | errno.ENOSYS),
]


def run(steps: list[Step], machine: int, number: int, *arguments: int) -> int:
    """Do what the kernel does with a filter."""
    words = {0: number, 4: machine}
    for place, argument in enumerate((*arguments, 0, 0, 0, 0, 0, 0)[:6]):
        words[16 + 8 * place] = argument & 0xFFFFFFFF
        words[20 + 8 * place] = argument >> 32 & 0xFFFFFFFF
    value = at = 0
    while True:
        step = steps[at]
        at += 1
        match step.code:
            case 0x20:
                value = words[step.constant]
            case 0x54:
                value &= step.constant
            case 0x15:
                at += step.true if value == step.constant else step.false
            case 0x35:
                at += step.true if value >= step.constant else step.false
            case 0x06:
                return step.constant
            case other:
                raise AssertionError(f"no such operation: {other:#x}")


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ask(machine: str, name: str, *arguments: int) -> int:
    """Return what the filter of a machine says to a call with a check."""
    calls = syscalls.numbers(machine)
    number = next(n for n, check in calls.check.items() if check is syscalls.CHECKS[name])
    steps = seccomp.program(machine, PID)
    return run(steps, calls.audit, number, *arguments)


@pytest.mark.parametrize(("name", "intel", "arm", "says"), KNOWN, ids=str)
def test_known_calls_get_what_they_should(name: str, intel: int, arm: int, says: int) -> None:
    for machine, number in (("x86_64", intel), ("aarch64", arm)):
        steps = seccomp.program(machine, PID)
        assert run(steps, syscalls.AUDIT[machine], number) == says, (name, machine)


def test_no_call_is_allowed_that_is_not_in_the_table(machine: str) -> None:
    calls = syscalls.numbers(machine)
    steps = seccomp.program(machine, PID)

    allowed = {n for n in range(1024) if run(steps, calls.audit, n, *[(1 << 64) - 1] * 6) == ALLOW}

    assert allowed == set(calls.allow)


def test_every_call_stands_in_one_group_only(machine: str) -> None:
    calls = syscalls.numbers(machine)
    groups = [set(calls.allow), set(calls.check), set(calls.kill)]

    assert sum(map(len, groups)) == len(set.union(*groups))
    assert len(calls.check) == len(syscalls.CHECKS)


def test_jumps_stay_inside_and_only_go_forward(machine: str) -> None:
    steps = seccomp.program(machine, PID)

    assert len(steps) <= 4096
    for at, step in enumerate(steps):
        assert at + 1 + max(step.true, step.false) < len(steps) or step.code == seccomp.RETURN
        assert 0 <= step.true < 256
        assert 0 <= step.false < 256
    assert steps[-1].code == seccomp.RETURN


def test_calls_of_another_machine_kill(machine: str) -> None:
    steps = seccomp.program(machine, PID)
    i386, x32 = 0x40000003, 0x40000000
    other = next(audit for name, audit in syscalls.AUDIT.items() if name != machine)

    assert run(steps, i386, 20) == KILL
    assert run(steps, other, 0) == KILL
    assert run(steps, syscalls.AUDIT[machine], x32 | 39) == KILL


def test_calls_newer_than_the_table_are_not_implemented(machine: str) -> None:
    steps = seccomp.program(machine, PID)

    for number in (451, 457, 1000):
        assert run(steps, syscalls.AUDIT[machine], number) == ERRNO | errno.ENOSYS


def test_only_threads_can_be_started(machine: str) -> None:
    refused = ERRNO | errno.EPERM

    assert ask(machine, "clone", syscalls.THREAD) == ALLOW
    assert ask(machine, "clone", syscalls.THREAD | 1 << 32) == refused
    assert ask(machine, "clone", syscalls.THREAD & ~0x400) == refused
    assert ask(machine, "clone", syscalls.THREAD | 0x10000000) == refused
    assert ask(machine, "clone", 17) == refused  # fork


def test_signals_go_to_itself_only(machine: str) -> None:
    assert ask(machine, "tgkill", PID, PID, 6) == ALLOW
    for other in (1, PID + 1, 0xFFFFFFFF):
        assert ask(machine, "tgkill", other, other, 9) == ERRNO | errno.EPERM


def test_limits_are_its_own(machine: str) -> None:
    assert ask(machine, "prlimit64", 0, 9, 0, 0) == ALLOW
    assert ask(machine, "prlimit64", PID, 9, 0, 0) == ALLOW
    assert ask(machine, "prlimit64", 1, 9, 0, 0) == ERRNO | errno.EPERM
    assert ask(machine, "prlimit64", 0, 0, 1 << 40, 0) == ERRNO | errno.EPERM  # processor time
    assert ask(machine, "prlimit64", 0, 16, 1 << 40, 0) == ERRNO | errno.EPERM


def test_other_arguments_that_count(machine: str) -> None:
    huge, anonymous = 0x40000, 0x22
    assert ask(machine, "mmap", 0, 4096, 3, anonymous) == ALLOW
    assert ask(machine, "mmap", 0, 4096, 3, anonymous | huge) == ERRNO | errno.ENOMEM
    for command in (5, 6, 7, 8, 10, 36, 37, 38, 1024, 1026, 1031, 1033):
        assert ask(machine, "fcntl", 3, command) == ERRNO | errno.EPERM
    assert ask(machine, "fcntl", 3, 1030) == ALLOW
    for operation in (6, 7, 8, 11, 12, 13, 6 | 128):
        assert ask(machine, "futex", 0, operation) == ERRNO | errno.ENOSYS
    assert ask(machine, "futex", 0, 9 | 128 | 256) == ALLOW  # private, by the wall clock
    for advice in (12, 20, 21, 25, 100):
        assert ask(machine, "madvise", 0, 0, advice) == ERRNO  # "done"
    assert ask(machine, "ioctl", 1, 0x5412) == ERRNO | errno.ENOTTY  # typing into a terminal
    assert ask(machine, "prctl", 38) == ERRNO | errno.EPERM


def test_hot_calls_with_checks_come_first() -> None:
    names = list(syscalls.CHECKS)

    assert names[:3] == ["futex", "mmap", "madvise"]
    assert all(first != second for first, second in pairwise(names))
