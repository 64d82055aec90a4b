"""A real server on a scratch data directory, started and stopped as an operator would."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.db.engine import open_engine, write_sessions
from app.db.users import Role
from app.services import accounts, sessions
from app.settings import Settings
from tests.rendered import lend

PASSWORD = "correct-horse-battery"  # noqa: S105 - of a scratch site
MIANJING = str(Path(sys.executable).with_name("mianjing"))


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Site:
    """One server process over one data directory."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        """Begin with the bank rendered."""
        lend(self.data_dir)

    @property
    def url(self) -> str:
        """Return the address of the site."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the environment of the site's commands."""
        return {**os.environ, "MIANJING_DATA_DIR": str(self.data_dir)}  # noqa: TID251 - handed on

    def command(self, *words: str, stdin: str = "") -> str:
        """Run a `mianjing` command on this site's data and return what it printed."""
        done = subprocess.run(  # noqa: S603 - our own command
            [MIANJING, *words],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def enrol(self, email: str, role: Role = "learner") -> str:
        """Create an account beside the running server and return a token that is signed in.

        In this process, as the command line would do it in one of its own: a second a learner.
        """
        now_ms = time.time_ns() // 1_000_000
        engine = open_engine(Settings(data_dir=self.data_dir).database)
        with write_sessions(engine).begin() as db:
            person = accounts.create(db, email=email, password=PASSWORD, role=role, now_ms=now_ms)
            token, _expires = sessions.begin(
                db, user_id=person.id, agent="Tests", address="127.0.0.1", now_ms=now_ms
            )
        engine.dispose()
        return token

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        with (self.data_dir / "server.log").open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [MIANJING, "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.data_dir / "server.log").read_text()
            try:
                with urllib.request.urlopen(self.url + "/readyz", timeout=2):  # noqa: S310 - http
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError((self.data_dir / "server.log").read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server; SIGKILL gives it no chance to tidy up."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None
