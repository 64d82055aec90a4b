"""Keeping a judge alive: started with the site, started again when it dies, ended with us."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import structlog

log = structlog.get_logger()

PAUSES_S: Final = (0.2, 1.0, 5.0, 30.0)
"""Before the first, second, … start after a death; the last for every further one."""
LIVED_S: Final = 60.0
"""A judge that lived so long did not die of what it was given first."""
END_S: Final = 10.0


class Supervisor:
    """Runs `python -m sandbox` for as long as the block lasts.

    The judge hangs on a pipe of ours: whatever ends this process ends it.
    """

    def __init__(self, path: Path, profiles: Sequence[str], more: Sequence[str] = ()) -> None:
        """Have a judge listen on `path`; `more` are further words for its command line."""
        self._command = [sys.executable, "-m", "sandbox", str(path)]
        self._command += ["--profiles", ",".join(profiles), *more]
        self._path = path
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="judge", daemon=True)

    @property
    def pid(self) -> int | None:
        """Process id of the judge that runs now."""
        return self._process.pid if self._process is not None else None

    def __enter__(self) -> Self:
        """Start the judge; it is ready some moments later."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._process = self._start()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the judge."""
        self._ended.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._thread.join(END_S)
        self._path.unlink(missing_ok=True)

    def _start(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C at the terminal reaches us, and we end it when all is judged.
        return subprocess.Popen(  # noqa: S603 - our own
            self._command, stdin=subprocess.PIPE, process_group=0
        )

    def _keep(self) -> None:
        deaths = 0
        while True:
            process, began = self._process, time.monotonic()
            assert process is not None  # noqa: S101 - started in __enter__
            status = process.wait()
            if process.stdin is not None:
                process.stdin.close()
            if self._ended.is_set():
                return
            deaths = 0 if time.monotonic() - began > LIVED_S else deaths + 1
            pause = PAUSES_S[min(deaths, len(PAUSES_S)) - 1] if deaths else PAUSES_S[0]
            log.error("judge died", status=status, again_in_s=pause)
            if self._ended.wait(pause):
                return
            self._process = self._start()
