"""Facts of the questions on the kernel's border: calls, memory, signals, descriptors, locks."""

import ctypes
import mmap
import os
import platform
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says
from tests.facts.systems import gap_keys, right

Question = dict[str, Any]


AS_INIT = ["unshare", "--user", "--map-root-user", "--pid", "--fork"]


def child(code: str, *arguments: str, init: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a small program of its own; as process 1 of a new PID namespace if `init`."""
    command = [*AS_INIT * init, sys.executable, "-I", "-c", code, *arguments]
    return subprocess.run(  # noqa: S603 - our own
        command, capture_output=True, text=True, timeout=60, check=False
    )


# Permits write and exit_group only: whoever makes another system call dies by SIGSYS.
WITHOUT_CALLS = """
import ctypes, mmap, os, struct, sys, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
page = mmap.mmap(-1, 1 << 16)
lock = ctypes.create_string_buffer(64)
nowhere = os.open("/dev/null", os.O_WRONLY)
acts = {
    "discard": lambda: os.write(nowhere, b"x"),
    "parent": libc.getppid,
    "reserve": lambda: libc.mmap(None, 4096, 3, 0x22, -1, 0),
    "clock": lambda: time.clock_gettime(time.CLOCK_MONOTONIC),
    "cpu": lambda: time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID),
    "lock": lambda: libc.pthread_mutex_lock(lock),
    "touch": lambda: page.__setitem__(40000, 1),
}
libc.getppid, libc.mmap, libc.pthread_mutex_lock  # looked up before the filter
act = acts[sys.argv[1]]
allowed = [int(number) for number in sys.argv[2:]]
code = [(0x20, 0, 0, 0)]
code += [(0x15, len(allowed) - i, 0, number) for i, number in enumerate(allowed)]
code += [(0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x7FFF0000)]
packed = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *one) for one in code))
program = struct.pack("HP", len(code), ctypes.addressof(packed))
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.create_string_buffer(program), 0, 0) == 0
act()
os._exit(0)
"""


def test_needs_a_system_call(question: Question) -> None:
    assert right(question) == {"discard", "parent", "reserve"}
    clock = Path("/sys/devices/system/clocksource/clocksource0/current_clocksource")
    if platform.machine() == "x86_64" and clock.read_text().strip() == "tsc":
        for option in question["options"]:
            end = child(WITHOUT_CALLS, option["id"], "231").returncode
            assert end == (-signal.SIGSYS if option["correct"] else 0), option["id"]
        assert child(WITHOUT_CALLS, "cpu", "231").returncode == -signal.SIGSYS
    assert "[vdso]" in Path("/proc/self/maps").read_text()
    shares = [round(1e6 * cost * 1e-9 * 100) for cost in (200, 20)]
    assert shares == [20, 2]
    says(question, "20%", "2%", "`[vdso]`")


def resident() -> tuple[int, int]:
    """Return the virtual and the resident size of this process in bytes."""
    pages = Path("/proc/self/statm").read_text().split()
    return int(pages[0]) * mmap.PAGESIZE, int(pages[1]) * mmap.PAGESIZE


def test_killed_without_memory_error(question: Question) -> None:
    assert right(question) == {"oom"}
    row = np.dtype(np.float64).itemsize * 2**27
    assert (row, 48 * row) == (2**30, 48 * 2**30)
    free = 64 - 40
    rows = next(n for n in range(48) if (n + 1) * row > (free - 0.5) * 2**30)
    assert (free, rows) == (24, 23)
    assert (128 + signal.SIGKILL, 128 + signal.SIGSEGV) == (137, 139)
    assert 0 + 0.5 * 64 == 32

    size = 2**26
    virtual, used = resident()
    block = mmap.mmap(-1, size)  # as np.zeros gets a large array
    more, still = resident()
    assert more - virtual >= size
    assert still - used < size / 8
    for start in range(0, size // 2, mmap.PAGESIZE):
        block[start] = 1
    assert resident()[1] - used > size * 3 / 8
    block.close()
    says(question, "$137=128+9$", "139", "32 GiB", "$64-40=24$")


def schedule(v: dict[str, Any], *, inherit: bool) -> tuple[int, int]:
    """Run millisecond by millisecond; return when H gets the lock and when M ends."""
    left = {"L": v["c"], "M": v["w"], "H": v["e"]}
    locked, got, ended = True, -1, -1
    for now in range(2000):
        if not locked and got < 0:
            got = now
        waits = now >= v["h"] and locked
        ready = {"L": 2 if inherit and waits else 0}
        if now >= v["m"] and left["M"]:
            ready["M"] = 1
        if got >= 0 and left["H"]:
            ready["H"] = 2
        runs = max(ready, key=lambda name: ready[name])
        left[runs] -= 1
        if runs == "L" and left["L"] == 0:
            locked = False
        if runs == "M" and left["M"] == 0:
            ended = now + 1
        if got >= 0 and ended >= 0 and not left["H"]:
            break
    return got, ended


def test_priority_inversion_times(question: Question) -> None:
    for v, keys in gap_keys(question, 40):
        assert v["h"] < v["m"] < v["c"]
        plain, early = schedule(v, inherit=False)
        inherit, late = schedule(v, inherit=True)
        assert keys == {"plain": plain - v["h"], "inherit": inherit - v["h"], "medium": late}
        assert (v["stop"], v["late"], v["rest"]) == (early, plain, plain - early)
        assert schedule({**v, "m": 400, "w": 1}, inherit=False)[0] == inherit
        busier = schedule({**v, "w": v["w"] + 500}, inherit=False)[0]
        assert busier == plain + 500
    assert {o["id"] for o in question["gaps"][3]["options"] if o["correct"]} == {"none"}


def reported(act: Callable[[socket.socket, socket.socket], object], flags: int) -> bool:
    """Say whether a second epoll_wait reports a socket after `act(peer, own)`."""
    peer, own = socket.socketpair()
    with peer, own, select.epoll() as epoll:
        own.setblocking(False)
        epoll.register(own, select.EPOLLIN | flags)
        peer.send(bytes(2048))
        assert epoll.poll(0)
        act(peer, own)
        return bool(epoll.poll(0))


def test_epoll_second_wait(question: Question) -> None:
    edge, once = select.EPOLLET, select.EPOLLONESHOT
    found = {
        "lt-half": reported(lambda _, own: own.recv(1024), 0),
        "et-more": reported(lambda peer, own: (own.recv(1024), peer.send(bytes(1024))), edge),
        "et-drained": reported(lambda peer, own: (own.recv(4096), peer.send(b"x")), edge),
        "et-half": reported(lambda _, own: own.recv(1024), edge),
        "lt-drained": reported(lambda _, own: own.recv(4096), 0),
        "oneshot": reported(lambda peer, _: peer.send(bytes(1024)), once),
    }
    assert found == {option["id"]: option["correct"] for option in question["options"]}
    entry = ctypes.sizeof(
        type(
            "PollFd",
            (ctypes.Structure,),
            {
                "_fields_": [
                    ("fd", ctypes.c_int),
                    ("events", ctypes.c_short),
                    ("revents", ctypes.c_short),
                ]
            },
        )
    )
    assert 10_000 * entry == 80_000
    with select.epoll() as epoll, Path(__file__).open() as file, pytest.raises(PermissionError):
        epoll.register(file)
    says(question, "80000", "`EPERM`", "1024")


DESCRIPTORS = """
import os, resource, subprocess, sys
soft, files, marked = map(int, sys.argv[1:])
held = [os.open("/dev/null", os.O_RDONLY) for _ in range(files)]
for one in held[marked:]:
    os.set_inheritable(one, True)
listed = lambda: len(os.listdir("/proc/self/fd")) - 1
ends = os.pipe()
if os.fork() == 0:
    os.write(ends[1], str(listed() - 2).encode())
    os._exit(0)
print(os.read(ends[0], 99).decode())
os.close(ends[0]); os.close(ends[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, soft))
count = 0
try:
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))
        count += 1
except OSError as error:
    import errno
    assert error.errno == errno.EMFILE
print(count, flush=True)
os.execv("/bin/sh", ["sh", "-c", "set -- /proc/self/fd/*; for f; do echo ${f##*/}; done | wc -l"])
"""


KEPT = """
import os
from torch.utils.data import DataLoader
rows = [(float(i), float(i), float(i)) for i in range(200)]
for cure, size in ("detach", ()), ("view", (-1,)), ("clone", ()):
    batches = iter(DataLoader(rows, 4, num_workers=1, multiprocessing_context="fork"))
    kept, counts = [], []
    for _ in range(50):
        kept.append([getattr(one, cure)(*size) for one in next(batches)])
        counts.append(len(os.listdir("/proc/self/fd")))
    print(counts[-1] - counts[9])
"""


def test_descriptors_fork_exec_limit(question: Question) -> None:
    v, keys = gap_keys(question, 1)[0]
    soft = 3 + v["f"] + 50
    run = child(DESCRIPTORS, str(soft), str(v["f"]), str(v["c"]))
    forked, opened, globbed = map(int, run.stdout.split())
    assert forked == keys["forked"]
    assert forked + opened == soft
    assert globbed - 1 == keys["execed"]  # the shell opens the folder to list it
    for v, keys in gap_keys(question, 60):
        flags = [False] * 3 + [i < v["c"] for i in range(v["f"])]
        assert keys["forked"] == len(flags)
        assert keys["execed"] == flags.count(False)
        after = list(accumulate([v["u"]] + [v["t"]] * v["lim"]))
        assert keys["kept"] == sum(one <= v["lim"] for one in after) - 1
        assert v["free"] == v["lim"] - v["u"]

    shared = torch.zeros(2, 3)
    same = {
        "clone": shared.clone().data_ptr(),
        "detach": shared.detach().data_ptr(),
        "view": shared.view(-1).data_ptr(),
    }
    freed = {name for name, where in same.items() if where != shared.data_ptr()}
    assert freed == {o["id"] for o in question["gaps"][3]["options"] if o["correct"]}
    assert child(KEPT).stdout.split() == ["120", "120", "0"]  # 40 batches of 3 tensors
    says(question, "120", "PEP 446")


SIGNALLED = """
import ctypes, os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
kind = sys.argv[1]
if kind in ("flag", "kill"):
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
if kind == "pointer":
    ctypes.memset(0, 1, 1)
os.kill(os.getpid(), signal.SIGKILL if kind == "kill" else signal.SIGTERM)
print("saved" if kind == "flag" and asked else "on", flush=True)
"""


def may_unshare() -> bool:
    """Say whether this machine lets us make a PID namespace."""
    command = [*AS_INIT, "true"]
    return bool(shutil.which("unshare")) and not subprocess.run(command, check=False).returncode  # noqa: S603 - our own


def test_signal_outcomes(question: Question) -> None:
    assert [pair["id"] for pair in question["pairs"]] == [
        "init",
        "flag",
        "kill",
        "pointer",
        "reentry",
    ]
    runs = {kind: child(SIGNALLED, kind) for kind in ("plain", "flag", "kill", "pointer")}
    assert {kind: run.returncode for kind, run in runs.items()} == {
        "plain": -signal.SIGTERM,
        "flag": 0,
        "kill": -signal.SIGKILL,
        "pointer": -signal.SIGSEGV,
    }
    assert runs["flag"].stdout == "saved\n"
    assert runs["kill"].stdout == ""
    if may_unshare():
        assert child(SIGNALLED, "plain", init=True).stdout == "on\n"
    codes = [str(128 + one) for one in (signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV)]
    assert codes == ["143", "137", "139"]
    assert 4 + 20 == 30 - 6 == 24
    lock = threading.Lock()
    with lock:  # the handler runs on the thread that holds the lock
        assert not lock.acquire(timeout=0.01)
    says(question, *codes, "10")


def throttled(quota: int, threads: int, periods: int) -> tuple[float, float]:
    """Run in steps of 10 microseconds; return cores used and ms stopped per period."""
    used = stopped = 0
    for _ in range(periods):
        left = quota
        for _ in range(0, 100_000, 10):
            if left >= 10 * threads:
                left -= 10 * threads
                used += 10 * threads
            else:
                stopped += 10
    return used / (periods * 100_000), stopped / periods / 1000


def test_container_cpu_quota(question: Question) -> None:
    for v, keys in gap_keys(question, 6):
        cores, stopped = throttled(v["quota"], v["t"], 1)
        assert keys["cores"] == pytest.approx(cores, rel=2e-3)
        assert keys["idle"] == pytest.approx(stopped, abs=0.011)
        assert v["quota"] / 100_000 < v["t"] <= v["host"] == keys["count"]
        assert v["runs"] * v["t"] / 100 == pytest.approx(v["share"], rel=2e-3)
    assert throttled(100_000, 2, 1) == (1, 50)
    one = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
    seen = child(one + "print(os.cpu_count(), len(os.sched_getaffinity(0)))").stdout.split()
    assert seen == [str(os.cpu_count()), "1"]
    assert {o["id"] for o in question["gaps"][3]["options"] if o["correct"]} == {"host"}
