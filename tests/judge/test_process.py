"""The judge's process: it ends with whoever started it, and its death is never a verdict."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.judge.client import Client, JudgeDownError
from app.judge.process import running
from sandbox.protocol import Exercise, Group, Job, Limits

LONG_S = 30.0
SOURCE = "def f(x):\n    return x + 1\n"
CASES = "def cases(rng, group):\n    for _ in range(3):\n        yield (rng.randrange(99),)\n"
EXERCISE = Exercise(
    "process", "f", "stdlib", CASES, SOURCE, (Group("seen", "full"), Group("hidden"))
)


def descendants(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from descendants(child)


def is_there(pid: int) -> bool:
    try:
        said = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return said.rpartition(")")[2].split()[0] not in "ZX"  # an orphan is reaped by whoever cares


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def judge_of(client: Client) -> int:
    """Return the pid of the process that listens for a client."""
    for pid in descendants(os.getpid()):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"sandbox" in words and str(client.path).encode() in words:
            return pid
    raise AssertionError


def needs_a_wall(client: Client) -> None:
    if not client.health().serving:
        pytest.skip("not run here: no wall holds on this machine")


def test_a_judge_that_is_killed_under_a_submission_is_down_and_takes_all_with_it() -> None:
    slow = replace(EXERCISE, limits=Limits(wall_s=LONG_S))
    with running(["stdlib"], depth=2) as client:
        needs_a_wall(client)
        family: list[int] = []

        def kill() -> None:
            pid = judge_of(client)
            family.extend([pid, *descendants(pid)])
            os.kill(pid, signal.SIGKILL)

        assert client.judge(Job(EXERCISE, SOURCE))["verdict"] == "AC"
        threading.Timer(0.3, kill).start()
        with pytest.raises(JudgeDownError) as caught:
            client.judge(Job(slow, "import time\ntime.sleep(60)\n"))

        assert caught.value.reached is True
        assert len(family) > 3
        wait_until(lambda: not any(map(is_there, family)))
        with pytest.raises(JudgeDownError):
            client.health()


def test_a_judge_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os, signal, sys\nfrom app.judge.process import running\n"
        "with running(['stdlib'], depth=1) as client:\n"
        "    print(client.health().serving, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() in {"True\n", "False\n"}
        family = list(descendants(starter.pid))
        starter.kill()

    assert family
    wait_until(lambda: not any(map(is_there, family)))


def test_nothing_is_left_of_a_judge_that_was_ended() -> None:
    with running(["stdlib"], depth=2) as client:
        needs_a_wall(client)
        assert client.judge(Job(EXERCISE, SOURCE))["verdict"] == "AC"
        family = [pid := judge_of(client), *descendants(pid)]

    assert not any(map(is_there, family))
    assert not client.path.parent.exists()


def test_a_judge_that_does_not_start_is_said_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(JudgeDownError, match="ended at once, with status 2"),
        running(["stdlib"], more=("--no-such-word",)),
    ):
        pass
    assert "--no-such-word" in capfd.readouterr().err


def test_what_is_not_judged_here_is_refused_with_a_reason(judge: Client) -> None:
    with pytest.raises(JudgeDownError, match="profile torch"):
        judge.judge(Job(replace(EXERCISE, profile="torch"), SOURCE))
    with pytest.raises(JudgeDownError, match="profile torch"):
        judge.prepare(Job(replace(EXERCISE, profile="torch"), SOURCE))

    assert judge.judge(Job(EXERCISE, SOURCE))["verdict"] == "AC"


def test_two_hundred_submissions_at_once_are_all_judged(judge: Client) -> None:
    sources = {
        SOURCE: "AC",
        "def f(x):\n    return x\n": "WA",
        "def f(x):\n    raise KeyError\n": "RE",
        "def f(x:\n": "CE",
        "import os\nos._exit(0)\n": "RE",
    }
    jobs = [Job(EXERCISE, source) for source in sources] * 40
    together = threading.Barrier(len(jobs))

    def submit(job: Job) -> bool:
        together.wait(LONG_S)
        return bool(judge.judge(job)["verdict"] == sources[job.source])

    with ThreadPoolExecutor(len(jobs)) as workers:
        assert all(workers.map(submit, jobs))
    wait_until(lambda: judge.health().ready["stdlib"] == 2)
