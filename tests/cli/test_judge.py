"""`mianjing judge`: a source file in, a verdict out, as a submission would have it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.bank.holder import BankHolder
from app.cli import judge as judges
from app.cli import root
from app.judge.client import Client, JudgeDownError
from app.judge.process import running
from tests.bank.making import bank
from tests.bank.test_codefiles import folder
from tests.cli.test_commands import ENTRY, environment, mianjing

RIGHT = "def double(x):\n    print('in', x)\n    return x + x\n"
WRONG = "def double(x):\n    return x\n"
RAISES = "def double(x):\n    return [][x]\n"

Judged = Callable[..., Result]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running(["stdlib"], depth=1) as made:
        if not made.health().serving:
            pytest.skip("not run here: no wall holds on this machine")
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return folder(bank(tmp_path / "questions"))


@pytest.fixture
def settings(tmp_path: Path, home: Path) -> dict[str, str]:
    return {
        "MIANJING_QUESTIONS_DIR": str(home.parents[1]),
        "MIANJING_DATA_DIR": str(tmp_path / "var"),
    }


@pytest.fixture
def judged(
    tmp_path: Path, settings: dict[str, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> Judged:
    """Return what judges a source with the command, by a judge that is there already."""
    monkeypatch.setattr(judges, "running", lambda _: nullcontext(client))

    def command(source: str | bytes, *words: str, slug: str = "double-it") -> Result:
        file = tmp_path / "solution.py"
        file.write_bytes(source if isinstance(source, bytes) else source.encode())
        return CliRunner().invoke(root.cli, ["judge", slug, str(file), *words], env=settings)

    return command


def test_accepted_is_0_and_the_document_is_the_one_of_the_contract(judged: Judged) -> None:
    done = judged(RIGHT, "--json")

    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert {
        *("verdict", "score", "groups", "failing", "wall_ms", "cpu_ms", "memory_mib"),
        *("stdout", "sandbox_level", "speed", "revision"),
    } <= set(said)
    assert (said["verdict"], said["score"], said["failing"]) == ("AC", 1.0, None)
    assert said["groups"] == [
        {"name": "sample", "verdict": "AC", "cases": 1, "passed": 1},
        {"name": "random", "verdict": "AC", "cases": 3, "passed": 3},
    ]
    assert said["stdout"].startswith("in ")
    assert said["sandbox_level"] in {"S1", "S2", "S3"}
    assert said["revision"].startswith("sha256:")
    assert said["speed"] is None
    for figure in ("wall_ms", "cpu_ms", "memory_mib"):
        assert said[figure] >= 0


def test_any_other_verdict_is_2_and_says_the_first_failure(judged: Judged) -> None:
    done = judged(WRONG, "--json")

    said = json.loads(done.stdout)
    assert done.exit_code == 2
    assert (said["verdict"], said["score"]) == ("WA", 0.0)
    failing = said["failing"]
    assert {"group", "reason", "message", "input", "got", "max_error", "at"} <= set(failing)
    assert (failing["group"], failing["reason"]) == ("sample", "value")
    assert set(failing["message"]) == {"zh", "en"}


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (RAISES, "RE"),
        ("", "CE"),
        ("def double(x:\n", "CE"),
        ("def twice(x):\n    return 2 * x\n", "CE"),
        ("#" * (2 << 20), "CE"),
        ("# " + "题" * (1 << 20), "CE"),
        ("import os\nos._exit(0)\n", "RE"),
    ],
    ids=lambda each: each[:20] if isinstance(each, str) and each.isascii() else "-",
)
def test_whatever_is_in_the_file_has_a_verdict(
    judged: Judged, source: str | bytes, verdict: str
) -> None:
    done = judged(source, "--json")

    assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (2, verdict)


def test_a_mark_of_byte_order_is_no_part_of_the_source(judged: Judged) -> None:
    assert judged(b"\xef\xbb\xbf" + RIGHT.encode()).exit_code == 0


def test_our_failure_is_1(judged: Judged, home: Path) -> None:
    (home / "cases.py").write_text("def cases(rng, group):\n    raise KeyError\n")

    done = judged(RIGHT, "--json")

    said = json.loads(done.stdout)
    assert (done.exit_code, said["verdict"], said["failing"]["reason"]) == (1, "IE", "author")


def test_repeated_it_is_one_document_a_line_and_the_worst_counts(judged: Judged) -> None:
    luck = RIGHT.replace("x + x", "x + x if __import__('os').urandom(1)[0] % 2 else None")

    right, either = (
        judged(RIGHT, "--json", "--repeat", "3"),
        judged(luck, "--json", "--repeat", "9"),
    )

    documents = [json.loads(line) for line in right.stdout.splitlines()]
    assert right.exit_code == 0
    assert [each["verdict"] for each in documents] == ["AC"] * 3
    assert len({each["seed"] for each in documents}) == 3
    verdicts = {json.loads(line)["verdict"] for line in either.stdout.splitlines()}
    assert either.exit_code == (0 if verdicts == {"AC"} else 2)


def test_in_words_it_names_groups_the_failure_and_the_line(judged: Judged) -> None:
    done = judged(RAISES)

    assert done.exit_code == 2
    assert done.stdout.startswith("RE  score 0.00")
    assert "RE   sample               0/1" in done.stdout
    assert "It raised IndexError" in done.stdout
    assert "抛出了 IndexError" in done.stdout
    assert 'File "solution.py", line 2, in double' in done.stdout


def test_what_is_no_code_question_is_refused(judged: Judged) -> None:
    for slug in ("why-pool", "no-such"):
        done = judged(RIGHT, slug=slug)
        assert f"no code question {slug}" in str(done.exception)


@pytest.mark.parametrize("there", [True, False], ids=["not UTF-8", "missing"])
def test_a_file_that_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, settings: dict[str, str], *, there: bool
) -> None:
    file = tmp_path / "solution.py"
    if there:
        file.write_bytes(b"x = '\xff'\n")

    done = mianjing(tmp_path / "var", "judge", "double-it", str(file), **settings)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(file) in done.stderr
    assert ("not UTF-8" if there else "cannot be read: No such file") in done.stderr


def test_a_judge_that_is_down_is_1_and_sends_to_the_doctor(
    tmp_path: Path,
    settings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def none(_: object) -> None:
        raise JudgeDownError("no wall holds")

    (tmp_path / "solution.py").write_text(RIGHT)
    monkeypatch.setattr(judges, "running", none)
    monkeypatch.setattr(sys, "argv", ["mianjing", "judge", "double-it", f"{tmp_path}/solution.py"])
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as caught:
        root.run()

    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert "no wall holds" in said
    assert "mianjing doctor" in said
    assert "判题程序无法运行" in said


def test_as_typed_it_starts_a_judge_of_its_own_and_prints_one_document(
    tmp_path: Path, settings: dict[str, str], client: Client
) -> None:
    assert client.health().serving
    (tmp_path / "solution.py").write_text(RIGHT)

    done: subprocess.CompletedProcess[str] = mianjing(
        tmp_path / "var", "judge", "double-it", f"{tmp_path}/solution.py", "--json", **settings
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "AC"


WAYS = {
    "judge": ("judge", "double-it", "solution.py", "--repeat", "1000"),
    "bank check": ("bank", "check"),
}


@pytest.fixture
def rooms() -> Iterator[Path]:
    """Return a folder for sockets: its name is short, theirs may not be long."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("way", WAYS)
def test_interrupted_at_the_terminal_it_ends_at_once_and_says_nothing(
    tmp_path: Path, rooms: Path, settings: dict[str, str], client: Client, way: str
) -> None:
    assert client.health().serving
    (tmp_path / "solution.py").write_text(RIGHT)
    command = subprocess.Popen(  # noqa: S603 - our own
        [*ENTRY, *WAYS[way]],
        env=environment(tmp_path / "var", **settings, TMPDIR=str(rooms)),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal of its own, as it were: the signal is for all in it
    )
    assert command.stderr is not None
    while not list(rooms.glob("mianjing-judge-*/judge.sock")) and command.poll() is None:
        time.sleep(0.02)
    time.sleep(0.5)  # in the middle of its work, most likely

    os.killpg(command.pid, signal.SIGINT)

    assert command.wait(60) == 130
    assert command.stderr.read() == ""
    assert not list(rooms.iterdir())
    command.stderr.close()


@pytest.mark.parametrize("known", [True, False])
def test_a_question_that_is_broken_is_not_judged_as_it_was(
    tmp_path: Path, settings: dict[str, str], home: Path, *, known: bool
) -> None:
    (tmp_path / "solution.py").write_text(RIGHT)
    if known:  # its last good content is kept
        assert BankHolder(home.parents[1], tmp_path / "var" / "cache").current.get("double-it")
    (home / "reference.py").unlink()

    done = mianjing(tmp_path / "var", "judge", "double-it", f"{tmp_path}/solution.py", **settings)

    assert done.returncode == 1
    assert "reference.py" in done.stderr


def test_whoever_judges_at_the_terminal_is_told_where_an_exercise_is_broken() -> None:
    message = {"zh": "测试程序出错", "en": "The tests failed by themselves."}
    failing = {
        "group": "",
        "reason": "author",
        "message": message,
        "detail": "cases.py, line 3: no",
    }
    figures = {"score": 0.0, "wall_ms": 1, "cpu_ms": 0, "memory_mib": 8, "sandbox_level": "S3"}

    said = judges.words({"verdict": "IE", "groups": [], "failing": failing, **figures})

    assert "cases.py, line 3: no" in said
