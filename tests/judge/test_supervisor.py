"""The judge that a site runs: started again when it dies, ended with the site."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.judge.client import Client, JudgeDownError
from app.judge.supervisor import Supervisor
from app.settings import LONGEST_SOCKET, Settings
from sandbox.protocol import Health

LONG_S = 60.0


def healthy(path: Path) -> Health:
    deadline = time.monotonic() + LONG_S
    while True:
        try:
            return Client(path).health()
        except JudgeDownError:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # A child of ours that nobody has waited for yet is a name only.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_judge_that_is_killed_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "judge.sock"
    with Supervisor(path, ["stdlib"]) as supervisor:
        assert healthy(path).serving
        first = supervisor.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + LONG_S
        while supervisor.pid == first:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert healthy(path).serving
    assert not path.exists()


def test_the_judge_ends_with_whoever_started_it(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom app.judge.supervisor import Supervisor\n"
        "with Supervisor(Path(sys.argv[1]), ['stdlib']) as s:\n"
        "    print(s.pid, flush=True)\n    time.sleep(60)\n"
    )
    path = tmp_path / "judge.sock"
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        healthy(path)
        owner.kill()
    deadline = time.monotonic() + LONG_S
    while not gone(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_level_below_the_minimum_serves_nobody_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "judge.sock"
    with Supervisor(path, ["stdlib"], ["--no-namespaces", "--no-cgroups", "--minimum", "S2"]):
        health = healthy(path)

    assert (health.serving, health.profiles) == (False, ())
    assert health.level == "S1"
    assert health.missing[0]["fix_en"]


@pytest.mark.parametrize("deep", [False, True])
def test_the_address_of_the_judge_always_fits(tmp_path: Path, *, deep: bool) -> None:
    folder = tmp_path / ("x" * 120 if deep else "x")

    path = Settings(data_dir=folder).judge_socket

    assert len(str(path)) <= LONGEST_SOCKET
    assert path == Settings(data_dir=folder).judge_socket
