"""`mianjing demo`: a site of its own, complete or not there at all."""

import os
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.bank.making import bank
from tests.cli.test_commands import ENTRY, mianjing, refused


@pytest.fixture
def small(tmp_path: Path) -> dict[str, str]:
    """A bank that is read at once."""
    return {"MIANJING_QUESTIONS_DIR": str(bank(tmp_path / "questions"))}


def asked(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "mianjing.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def demo(data: Path, days: int, small: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return mianjing(data, "demo", "--data-dir", str(data), "--days", str(days), **small)


def test_a_site_with_accounts_is_left_alone(tmp_path: Path, small: dict[str, str]) -> None:
    data = tmp_path / "data"
    made = subprocess.run(  # noqa: S603 - our own
        [*ENTRY, "user", "create", "ada@example.org", "--role", "admin", "--password-stdin"],
        env={**os.environ, "MIANJING_DATA_DIR": str(data)},  # noqa: TID251 - handed on
        input="correct horse battery staple\n",
        text=True,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr

    refused(demo(data, 0, small), str(data), "real site", "--data-dir")

    assert asked(data, "SELECT email FROM users") == [("ada@example.org",)]
    assert asked(data, "SELECT name FROM site") == []


def test_a_site_that_waits_for_its_first_account_is_left_alone(
    tmp_path: Path, small: dict[str, str]
) -> None:
    data = tmp_path / "data"
    mianjing(data, "db", "upgrade")
    with sqlite3.connect(data / "mianjing.db") as database:
        database.execute("INSERT INTO site VALUES ('setup_token', '{}')")
    database.close()

    refused(demo(data, 0, small), "real site")

    assert asked(data, "SELECT email FROM users") == []


def test_what_was_interrupted_leaves_nothing_and_is_begun_again(
    tmp_path: Path, small: dict[str, str]
) -> None:
    data = tmp_path / "data"
    with subprocess.Popen(  # noqa: S603 - our own
        [*ENTRY, "demo", "--data-dir", str(data), "--days", "730"],
        env={**os.environ, **small},  # noqa: TID251 - handed on
        stderr=subprocess.PIPE,
    ) as begun:
        assert begun.stderr is not None
        said = b""
        while b" answers" not in said:
            said += (piece := begun.stderr.read(1))
            assert piece, said
        begun.send_signal(signal.SIGKILL)
    assert asked(data, "SELECT email FROM users") == []

    done = demo(data, 3, small)

    assert done.returncode == 0, done.stderr
    assert "already" not in done.stderr
    assert asked(data, "SELECT count(*) > 0 FROM attempts") == [(1,)]
    again = demo(data, 3, small)
    assert again.returncode == 0
    assert "already holds a demo" in again.stderr
    assert "delete that folder" in again.stderr
