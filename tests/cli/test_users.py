"""`mianjing user`: accounts and tokens from the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.user import user_app
from app.domain.errors import InvalidError

PASSWORD = b"correct horse battery\n"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


def user(data_dir: Path, *words: str, typed: bytes = b"") -> Result:
    return CliRunner().invoke(
        user_app, list(words), input=typed, env={"MIANJING_DATA_DIR": str(data_dir)}
    )


def create(data_dir: Path, *words: str, typed: bytes = PASSWORD) -> Result:
    return user(data_dir, "create", "ada@example.org", "--password-stdin", *words, typed=typed)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b""], ids=repr)
def test_a_password_is_read_from_a_pipe_without_its_line_end(
    data_dir: Path, line_end: bytes
) -> None:
    done = create(data_dir, typed="密码有十个字那么长呀".encode() + line_end)

    assert done.output == "ada@example.org (learner)\n"


def test_a_password_of_another_encoding_is_refused(data_dir: Path) -> None:
    refused = create(data_dir, typed=b"\xff\xfe" * 10 + b"\n").exception

    assert isinstance(refused, InvalidError)
    assert "not UTF-8" in refused.message.en
    assert "UTF-8" in refused.message.zh


def test_a_name_is_kept_whole_or_refused(data_dir: Path) -> None:
    refused = create(data_dir, "--name", "x" * 81).exception

    assert isinstance(refused, InvalidError)
    assert refused.field == "name"
    assert create(data_dir, "--name", "x" * 80).exit_code == 0


@pytest.mark.parametrize("scopes", ["read,answer", "read, answer", " read  answer,"])
def test_scopes_may_stand_apart(data_dir: Path, scopes: str) -> None:
    create(data_dir)

    done = user(data_dir, "token", "ada@example.org", "--scopes", scopes)

    assert done.output.startswith("mj_")


def test_an_unknown_scope_is_refused(data_dir: Path) -> None:
    create(data_dir)

    done = user(data_dir, "token", "ada@example.org", "--scopes", "read,rule")

    assert isinstance(done.exception, InvalidError)
