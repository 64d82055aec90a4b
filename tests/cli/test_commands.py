"""What a command says when it cannot do its work: one clear line in both languages, exit 1."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.doctor import database as database_finding
from app.db import migrate
from app.settings import Settings
from tests.rendered import lend

ENTRY = [sys.executable, "-c", "from app.cli.root import run; run()"]
"""The command of an installed `mianjing`."""


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a command: this one, with settings of the test."""
    return {**os.environ, "MIANJING_DATA_DIR": str(data_dir), **more}  # noqa: TID251 - handed on


def mianjing(data_dir: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run(  # noqa: S603 - our own
        [*ENTRY, *words],
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stderr), done.stderr
    for words in said:
        assert words in done.stderr


@pytest.mark.parametrize(
    "words", [("db", "upgrade"), ("db", "check"), ("serve", "--port", "0")], ids=" ".join
)
def test_a_file_that_is_no_database(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "mianjing.db").write_text("garbage " * 1000)

    refused(mianjing(tmp_path, *words), "not a database", "doctor")


@pytest.mark.parametrize("words", [("db", "upgrade"), ("db", "check")], ids=" ".join)
def test_a_database_of_a_newer_version(tmp_path: Path, words: tuple[str, ...]) -> None:
    mianjing(tmp_path, "db", "upgrade")
    with sqlite3.connect(tmp_path / "mianjing.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    refused(mianjing(tmp_path, *words), "newer version (9999)")


def test_a_data_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    refused(mianjing(tmp_path / "file" / "data", "db", "upgrade"), "MIANJING_DATA_DIR")


def test_a_setting_that_cannot_be_read(tmp_path: Path) -> None:
    refused(mianjing(tmp_path, "db", "check", MIANJING_PORT="many"), "MIANJING_PORT")


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "mysql://ada:secret@127.0.0.1/x",
        "postgresql://ada:secret@127.0.0.1:notaport/x",
        "postgresql+psycopg2://ada:secret@127.0.0.1/x",
        "sqlite://",
    ],
)
@pytest.mark.parametrize("words", [("db", "check"), ("serve", "--port", "0")], ids=" ".join)
def test_an_address_that_names_no_database(
    tmp_path: Path, address: str, words: tuple[str, ...]
) -> None:
    done = mianjing(tmp_path, *words, MIANJING_DATABASE_URL=address)

    refused(done, "MIANJING_DATABASE_URL", "sqlite:///", "postgresql://")
    assert "secret" not in done.stderr


def test_doctor_does_not_call_a_new_site_broken(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="")

    new = database_finding(settings)
    assert (new.ok, "empty" in new.found) == (True, True)

    migrate.upgrade(settings.database)
    assert database_finding(settings).found == "sqlite, 0 differences from this version"


def test_doctor_finds_an_address_that_names_no_database(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="postgresql://ada:secret@h:notaport/x")

    found = database_finding(settings)

    assert not found.ok
    assert "MIANJING_DATABASE_URL" in found.found
    assert "secret" not in found.found


def test_a_port_that_does_not_exist_is_a_wrong_use(tmp_path: Path) -> None:
    done = mianjing(tmp_path, "serve", "--port", "99999")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_language_that_does_not_exist_is_a_wrong_use(tmp_path: Path) -> None:
    done = mianjing(tmp_path, "bank", "check", "--lang", "fr")

    assert done.returncode == 2
    assert "zh or en" in done.stderr


@pytest.mark.parametrize("words", [("bank", "show", "conv-layer-cost"), ("--help",)], ids=" ".join)
def test_what_cannot_be_printed_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    lend(tmp_path)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - our own
            [*ENTRY, *words],
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )

    refused(done, "No space left on device")
    assert "Exception ignored" not in done.stderr


def test_a_reader_who_has_seen_enough_ends_a_command_quietly(tmp_path: Path) -> None:
    lend(tmp_path)
    command = subprocess.Popen(  # noqa: S603 - our own
        [*ENTRY, "bank", "show", "conv-layer-cost"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()

    said = command.stderr.read()

    assert (command.wait(60), said) == (1, "")
    command.stderr.close()
