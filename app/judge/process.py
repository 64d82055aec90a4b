"""The judge's process: started, waited for, ended with us."""

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.judge.client import Client, JudgeDownError

READY_S = 60.0
_POLL_S = 0.02
_END_S = 10.0


@contextlib.contextmanager
def running(
    profiles: Sequence[str], *, depth: int = 4, more: Sequence[str] = ()
) -> Iterator[Client]:
    """Run a judge for as long as the block lasts. Raises JudgeDownError when it does not start.

    It hangs on a pipe of ours: whatever ends this process ends the judge. `more` are further words
    for its command line.
    """
    with tempfile.TemporaryDirectory(prefix="mianjing-judge-") as folder:
        client = Client(Path(folder) / "judge.sock")
        command = [sys.executable, "-m", "sandbox", str(client.path), "--depth", str(depth)]
        command += ["--profiles", ",".join(profiles), *more]
        # A group of its own: Ctrl-C at the terminal reaches us, and we end it.
        process = subprocess.Popen(  # noqa: S603 - our own
            command, stdin=subprocess.PIPE, process_group=0
        )
        try:
            _wait_until_ready(client, process)
            yield client
        finally:
            assert process.stdin is not None  # noqa: S101 - a pipe was asked for
            process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_END_S)
            process.kill()
            process.wait()


def _wait_until_ready(client: Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise JudgeDownError(f"the judge ended at once, with status {process.returncode}")
        with contextlib.suppress(JudgeDownError):
            client.health()
            return
        time.sleep(_POLL_S)
    raise JudgeDownError(f"the judge was not ready after {READY_S:.0f} s")
