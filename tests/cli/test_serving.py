"""`mianjing serve`: one server a data directory, and addresses that cannot be listened on."""

import os
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.cli.running import only_server, running_server
from app.domain.errors import ConflictError
from tests.bank.making import bank
from tests.cli.test_commands import ENTRY, mianjing, refused

Serve = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def quiet(tmp_path: Path) -> dict[str, str]:
    """A small bank, and no judge of its own."""
    root = bank(tmp_path / "questions")
    return {"MIANJING_QUESTIONS_DIR": str(root), "MIANJING_JUDGE": str(tmp_path / "no.sock")}


@pytest.fixture
def serve(tmp_path: Path, quiet: dict[str, str]) -> Iterator[Serve]:
    """Return what starts a server and waits until it has said where it is."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        server = subprocess.Popen(  # noqa: S603 - our own
            [*ENTRY, "serve", "--port", "0"],
            env={**os.environ, **quiet, "MIANJING_DATA_DIR": str(tmp_path / "data")},  # noqa: TID251 - handed on
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(server)
        assert server.stderr is not None
        assert any("/setup?token=" in line for line in server.stderr)
        return server

    yield start
    for server in started:
        server.kill()
        server.wait()
        assert server.stderr is not None
        server.stderr.close()


def setup_token(data_dir: Path) -> str:
    """Return what is kept of the set-up link."""
    with sqlite3.connect(data_dir / "mianjing.db") as database:
        (value,) = database.execute("SELECT value FROM site WHERE name = 'setup_token'").fetchone()
    database.close()
    return str(value)


def test_a_second_server_is_refused_and_harms_nothing(
    tmp_path: Path, serve: Serve, quiet: dict[str, str]
) -> None:
    data, first = tmp_path / "data", serve()
    link = setup_token(data)

    refused(mianjing(data, "serve", "--port", "0", **quiet), f"process {first.pid}")

    assert setup_token(data) == link
    assert f"Process {first.pid} reloads" in mianjing(data, "bank", "reload", **quiet).stdout
    assert first.poll() is None


def test_a_server_that_was_killed_is_no_hindrance(tmp_path: Path, serve: Serve) -> None:
    first = serve()
    first.send_signal(signal.SIGKILL)
    first.wait()

    second = serve()

    assert running_server(tmp_path / "data" / "mianjing.pid") == second.pid


def test_a_number_left_behind_is_no_server_even_if_it_is_in_use_again(tmp_path: Path) -> None:
    pid_file = tmp_path / "mianjing.pid"
    pid_file.write_text(str(os.getppid()))

    with only_server(pid_file):
        assert running_server(pid_file) == os.getpid()
        with pytest.raises(ConflictError, match=f"process {os.getpid()}"), only_server(pid_file):
            pass
        assert running_server(pid_file) == os.getpid()

    assert running_server(pid_file) is None
    with only_server(pid_file):
        pass


@pytest.mark.parametrize("host", ["nonsense.invalid", "203.0.113.7", "a" * 70 + ".example"])
def test_a_host_that_is_not_here(tmp_path: Path, host: str) -> None:
    done = mianjing(tmp_path, "serve", "--host", host, "--port", "0")

    refused(done, f"{host} is no address of this machine", "--host 127.0.0.1")
    assert "--port" not in done.stderr


@pytest.fixture
def last_port() -> Iterator[int]:
    """The last port there is, taken."""
    with socket.socket() as holder:
        with suppress(OSError):  # by somebody else, then
            holder.bind(("127.0.0.1", 65535))
        yield 65535


def test_the_advice_for_a_port_in_use_is_a_port(tmp_path: Path, last_port: int) -> None:
    done = mianjing(tmp_path, "serve", "--port", str(last_port))

    refused(done, "127.0.0.1:65535 is in use", "--port 8080")


def test_the_next_port_is_advised(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]

        refused(mianjing(tmp_path, "serve", "--port", str(port)), f"{port} is in use")


@pytest.mark.parametrize("name", ["convolution/pipe.yaml", "tracks.yaml", "inventory.tsv"])
def test_a_pipe_in_the_bank_is_not_read(tmp_path: Path, name: str) -> None:
    root = bank(tmp_path / "questions")
    (root / name).unlink(missing_ok=True)
    os.mkfifo(root / name)

    done = mianjing(tmp_path, "bank", "check", "--no-run", MIANJING_QUESTIONS_DIR=str(root))

    assert ("This is not a regular file" in done.stdout) is name.endswith(".yaml")
