"""Ways from a submission to its verdict: ours, and those of judges that keep nothing warm.

Another way (over HTTP, say) is one more function in what `ways` returns.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.cli.bench_judge_exercise import PEER, Submission
from app.judge.client import Client
from sandbox.protocol import Job

Way = Callable[[], str]
"""Judges the submission once and returns the verdict."""

READY, ON_THE_SPOT = "ready child", "the same, hidden cases made on the spot"
FRESH_WALL, COLD_PYTHON = "fresh bubblewrap and python", "cold python, no wall"
ONE_THREAD: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
}


class NotRunError(Exception):
    """A part that cannot run on this machine; says why."""


def ways(client: Client, given: Submission) -> Mapping[str, Way]:
    """Return each way that can be gone here, by its name."""
    job = Job(given.exercise, given.source)
    python = [sys.executable, "-s", "-P", "-c", PEER]
    found: dict[str, Way] = {
        READY: lambda: str(client.judge(job)["verdict"]),
        COLD_PYTHON: lambda: _started(python, given),
    }
    if (wall := bubblewrap()) is not None:
        found[FRESH_WALL] = lambda: _started([*wall, *python], given)
    return found


def on_the_spot(client: Client, given: Submission) -> Way:
    """Return the way without cases made ahead: a seed that is named is never prepared for."""
    drawn = iter(range(1 << 62))
    return lambda: str(
        client.judge(Job(given.exercise, given.source, seed=f"{next(drawn):064x}"))["verdict"]
    )


def bubblewrap() -> list[str] | None:
    """Return a usual wall as the words before a command; None where bubblewrap is missing."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    words = [program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in ONE_THREAD.items():
        words += ["--setenv", name, value]
    words += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 - inside
    for name in ("bin", "lib", "lib32", "lib64"):
        if (link := Path("/", name)).is_symlink():
            words += ["--symlink", str(link.readlink()), str(link)]
        elif link.is_dir():
            words += ["--ro-bind", str(link), str(link)]
    places = {sys.prefix, sys.base_prefix, sysconfig.get_path("purelib")}
    for place in sorted(places | {str(Path(each).resolve()) for each in places}):
        if not Path(place).is_relative_to("/usr"):
            words += ["--ro-bind", place, place]
    return [*words, "--chdir", "/tmp", "--"]  # noqa: S108 - inside


def _started(command: list[str], given: Submission) -> str:
    done = subprocess.run(  # noqa: S603 - our own
        command,
        input=json.dumps(given.told),
        env=ONE_THREAD,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotRunError(done.stderr.strip().splitlines()[-1] if done.stderr else "it failed")
    return done.stdout.strip()
