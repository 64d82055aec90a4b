"""The commands of `mianjing bank`, as somebody types them."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.bank.archive import Archive, Outcome
from app.cli.bank import bank_app
from app.cli.running import running_server
from app.domain.errors import InvalidError
from tests.bank.making import bank, put, question

Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bank(tmp_path / "questions")


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Run:
    def command(*words: str, **env: str) -> Result:
        settings = {
            "MIANJING_QUESTIONS_DIR": str(root),
            "MIANJING_DATA_DIR": str(tmp_path / "var"),
            "LC_ALL": "",
            "LC_MESSAGES": "",
            "LANG": "en_GB.UTF-8",
        }
        return CliRunner().invoke(bank_app, list(words), env=settings | env)

    return command


class TestCheck:
    def test_a_clean_bank_is_quiet_and_exits_with_0(self, run: Run) -> None:
        result = run("check")

        assert result.exit_code == 0
        assert result.output == "1 question, no problems.\n1 of 2 inventory rows covered.\n"

    def test_problems_are_grouped_by_file_and_exit_with_1(self, run: Run, root: Path) -> None:
        put(root, "convolution/why-pool.yaml", question(difficulty="9"))

        result = run("check")

        assert result.exit_code == 1
        assert result.output.splitlines()[:3] == [
            "convolution/why-pool.yaml",
            "  10:13  E-range  difficulty",
            "         9 is out of range: it is at most 5.",
        ]
        assert "\033" not in result.output

    def test_the_language_is_that_of_the_terminal_or_the_one_asked_for(
        self, run: Run, root: Path
    ) -> None:
        put(root, "convolution/why-pool.yaml", question(difficulty="9"))

        assert "超出范围" in run("check", LANG="zh_CN.UTF-8").output
        assert "超出范围" in run("check", "--lang", "zh").output
        assert "out of range" in run("check", "--lang", "en", LANG="zh_CN.UTF-8").output

    def test_json_is_one_document_on_stdout(self, run: Run, root: Path) -> None:
        put(root, "convolution/why-pool.yaml", question(difficulty="9"))

        result = run("check", "--json", "--no-run")
        document = json.loads(result.stdout)

        assert result.exit_code == 1
        assert document["problems"][0]["code"] == "E-range"
        assert document["problems"][0]["message"].keys() == {"en", "zh"}

    def test_a_path_limits_the_report(self, run: Run, root: Path) -> None:
        put(root, "convolution/broken.yaml", "a: [")

        assert run("check", str(root / "convolution/why-pool.yaml")).exit_code == 0
        assert run("check", str(root / "convolution")).exit_code == 1


class TestShow:
    def test_a_learner_sees_prompt_and_options_but_no_key(self, run: Run) -> None:
        result = run("show", "why-pool", "--variant", "3")

        assert result.exit_code == 0
        assert "What does $2\\times2$ max pooling make" in result.output
        assert "[A]" in result.output
        assert "One maximum per block" not in result.output

    def test_in_chinese(self, run: Run) -> None:
        assert "最大池化" in run("show", "why-pool", "--lang", "zh").output

    def test_with_the_answer(self, run: Run) -> None:
        output = run("show", "why-pool", "--answer").output

        assert "Answer: four numbers" in output
        assert "**Why.** One number per block." in output

    def test_an_unknown_slug_is_refused_with_a_guess(self, run: Run) -> None:
        result = run("show", "why-pol")

        assert result.exit_code == 1
        assert "Did you mean why-pool?" in result.output


class TestNew:
    def test_a_template_is_written_where_it_belongs(self, run: Run, root: Path) -> None:
        result = run("new", "numeric", "pool-size", "--track", "convolution")

        assert result.exit_code == 0
        text = (root / "convolution/pool-size.yaml").read_text("utf-8")
        assert "kind: numeric" in text
        assert run("check").exit_code == 1  # the TODOs
        assert "E-todo" in run("check").output

    def test_two_new_questions_have_two_uids(self, run: Run, root: Path) -> None:
        run("new", "single", "pool-one")
        run("new", "single", "pool-two")

        uids = {
            line
            for name in ("pool-one", "pool-two")
            for line in (root / f"convolution/{name}.yaml").read_text("utf-8").splitlines()
            if line.startswith("uid:")
        }
        assert len(uids) == 2

    def test_nothing_is_overwritten(self, run: Run, root: Path) -> None:
        put(root, "convolution/broken.yaml", "a: [")

        assert run("new", "single", "broken").exit_code == 1
        assert (root / "convolution/broken.yaml").read_text("utf-8") == "a: ["

    def test_without_a_bank_nothing_is_made(self, run: Run, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"

        result = run("new", "single", "pool-one", MIANJING_QUESTIONS_DIR=str(elsewhere))

        assert isinstance(result.exception, InvalidError)
        assert "MIANJING_QUESTIONS_DIR" in str(result.exception)
        assert not elsewhere.exists()

    def test_an_unknown_kind_is_refused(self, run: Run) -> None:
        assert isinstance(run("new", "essay", "pool-one").exception, InvalidError)


class TestReload:
    def test_no_server_is_said(self, run: Run) -> None:
        result = run("reload")

        assert result.exit_code == 1
        assert "No server is running" in result.output

    def test_the_server_of_the_pid_file_gets_a_hangup(self, run: Run, tmp_path: Path) -> None:
        received: list[int] = []
        before = signal.signal(signal.SIGHUP, lambda number, _frame: received.append(number))
        put(tmp_path, "var/mianjing.pid", str(os.getpid()))
        try:
            result = run("reload")
        finally:
            signal.signal(signal.SIGHUP, before)

        assert result.exit_code == 0
        assert received == [signal.SIGHUP]

    def test_what_the_server_came_to_is_said(self, run: Run, tmp_path: Path) -> None:
        archive = Archive(tmp_path / "var/cache")

        def reloaded(_number: int, _frame: object) -> None:
            archive.write_outcome(Outcome(1, 70, 1, "目录不见了。", "The folder is gone."))

        before = signal.signal(signal.SIGHUP, reloaded)
        put(tmp_path, "var/mianjing.pid", str(os.getpid()))
        try:
            result = run("reload")
        finally:
            signal.signal(signal.SIGHUP, before)

        assert result.exit_code == 1
        assert "70 live questions, 1 problems." in result.output
        assert "The folder is gone." in result.output

    @pytest.mark.parametrize("content", ["", "abc", "-1", "0", "1", "99999999"])
    def test_a_stale_pid_file_harms_nobody(self, tmp_path: Path, content: str) -> None:
        assert running_server(put(tmp_path, "mianjing.pid", content)) is None
