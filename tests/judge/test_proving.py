"""`bank check` runs what authors wrote: what is wrong with an exercise is said to its author."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import proofs
from app.cli.bank import bank_app
from app.domain.kinds.code import CodeQuestion
from app.judge.client import Client, JudgeDownError
from app.services.proving import Proof, prove
from sandbox.protocol import Job
from tests.bank.making import bank
from tests.bank.test_codefiles import folder
from tests.domain.builders import OWN, build

CASES: str = OWN["code"]["cases"]
REFERENCE: str = OWN["code"]["reference"]
HOME = "convolution/double-it/question.yaml"

Proving = Callable[..., Proof]
Check = Callable[..., Result]


def exercise(**changes: object) -> CodeQuestion:
    """Return a sound exercise with something changed; one submission meets fifty seeds."""
    groups = [dict(group) for group in OWN["code"]["groups"]]
    groups[1]["seeds"] = 50
    made = build("code", **{"groups": groups} | changes)
    assert isinstance(made, CodeQuestion)
    return made


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(4) as made:
        yield made


@pytest.fixture
def proving(judge: Client, workers: Executor) -> Proving:
    def run(**changes: object) -> Proof:
        question = exercise(**changes)
        return prove(question, json.dumps(changes, default=str), judge.judge, workers)

    return run


def test_a_sound_exercise_has_nothing_found_and_its_mutants_die(proving: Proving) -> None:
    proof = proving()

    assert proof.findings == ()
    assert (proof.killed, proof.survivors) == (proof.mutants, ())
    assert proof.mutants > 0


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"cases": CASES + "    1 / 0\n"}, "cases", "cases, line 3: ZeroDivisionError"),
        ({"cases": CASES.replace(".rand", ".no")}, "cases", "cases, line 2: AttributeError"),
        ({"cases": "def cases(rng, group):\n    yield 1\n"}, "cases", "cases, line 2: cases()"),
        ({"cases": "def cases(rng, group):\n    return []\n"}, "cases", "cases: It yields nothing"),
        ({"reference": "def double(x):\n\n    return x.y\n"}, "reference", "reference, line 3"),
        ({"reference": REFERENCE + "return 1\n"}, "reference", "reference, line 3: Syntax error"),
        ({"driver": "def drive(f, x):\n    return f()\n"}, "driver", "driver, line 2: TypeError"),
        ({"cases": "import os\nos._exit(1)\ncases = 1\n"}, "cases", "cases, reference: It exited"),
    ],
    ids=str,
)
def test_a_broken_program_is_a_finding_with_its_line_and_never_a_wrong_answer(
    proving: Proving, changes: dict[str, str], path: str, words: str
) -> None:
    (finding,) = proving(**changes).findings

    assert (finding.code, finding.path) == ("E-run-author", path)
    assert words in finding.message.en
    for message in (finding.message.en, finding.message.zh):
        assert "WA" not in message
        assert "not to blame" not in message  # that is for learners
    if ", line " in words:
        assert f"第 {words.partition('line ')[2][0]} 行" in finding.message.zh


def test_a_reference_that_depends_on_what_came_before_does_not_pass_its_own_tests(
    proving: Proving,
) -> None:
    stateful = "turn = 0\ndef double(x):\n    global turn\n    turn += 1\n    return turn\n"

    (finding,) = proving(reference=stateful).findings

    assert (finding.code, finding.path) == ("E-run-reference", "reference")
    assert "WA random" in finding.message.en


def test_an_alternative_has_to_pass(proving: Proving) -> None:
    raising = "def double(x):\n    raise KeyError(x)\n"

    proof = proving(alternatives=["def double(x):\n    return x + x\n", raising])

    (finding,) = proof.findings
    assert (finding.code, finding.path) == ("E-run-reference", "alternatives[1]")
    assert "RE sample" in finding.message.en
    assert "KeyError" in finding.message.zh


@pytest.mark.parametrize(
    ("change", "got"),
    [
        ({"fails": ["random"]}, "WA [sample, random]"),
        ({"verdict": "RE"}, "WA [sample, random]"),
        ({"code": "def double(x):\n    return x * 2\n"}, "AC []"),
        ({"code": "def double(x):\n    return 1 / 0\n"}, "RE [sample, random]"),
    ],
    ids=str,
)
def test_a_mistake_fails_exactly_the_groups_that_it_names(
    proving: Proving, change: dict[str, Any], got: str
) -> None:
    wrong = [dict(one) for one in OWN["code"]["wrong"]]
    wrong[1] |= change

    (finding,) = proving(wrong=wrong).findings

    assert (finding.code, finding.path) == ("E-run-wrong", "wrong[1].fails")
    assert f"comes to {got}; the file says" in finding.message.en
    assert got in finding.message.zh


def test_an_answer_that_solves_nothing_is_noticed(proving: Proving) -> None:
    (finding,) = proving(cases="def cases(rng, group):\n    yield (0,)\n", wrong=[]).findings[:1]

    assert (finding.code, finding.path) == ("E-run-nothing", "groups")
    assert "the first argument passes random" in finding.message.en


def test_a_slow_solution_has_to_be_late(proving: Proving) -> None:
    limits = {"cpu_s": 0.3, "wall_s": 20.0}

    late = "def double(x):\n    while True:\n        pass\n"
    assert proving(slow=late, limits=limits).findings == ()
    (finding,) = proving(slow=REFERENCE, limits=limits).findings
    assert (finding.code, finding.path) == ("E-run-slow", "slow")
    assert "AC, not TLE" in finding.message.en


def test_the_limit_leaves_the_reference_room(proving: Proving) -> None:
    burning = "import time\nwhile time.process_time() < 0.25:\n    pass\n"

    proof = proving(
        reference=burning + REFERENCE,
        limits={"cpu_s": 0.45, "wall_s": 20.0},
        mutants={"min_kill": 0.5},
    )

    assert "E-run-limit" in {finding.code for finding in proof.findings}
    assert proof.cpu_s > 0.22


def test_mutants_that_live_are_listed(proving: Proving) -> None:
    blind = (
        "def double(x):\n    if x > 100:\n        return x - 1\n"
        "    if x > 200:\n        return x - 2\n    return 2 * x\n"
    )

    proof = proving(reference=blind)

    (finding,) = proof.findings
    assert (finding.code, finding.path) == ("E-run-mutants", "mutants")
    assert proof.killed + len(proof.survivors) == proof.mutants
    assert any("line 3" in each for each in proof.survivors)
    assert "line 3" in finding.message.en


def test_a_judge_that_failed_proves_nothing(workers: Executor) -> None:
    lost = {"verdict": "IE", "failing": {"reason": "lost", "detail": "no stdlib child"}}

    with pytest.raises(JudgeDownError, match="no stdlib child"):
        prove(exercise(), "r", lambda _: lost, workers)


def test_a_program_that_fails_by_itself_is_not_run_fifty_times(
    judge: Client, workers: Executor
) -> None:
    jobs = []

    def counted(job: Job) -> dict[str, Any]:
        jobs.append(job)
        return judge.judge(job)

    (finding,) = prove(
        exercise(cases="def cases(rng, group):\n    1 / 0\n"), "r", counted, workers
    ).findings

    assert finding.code == "E-run-author"
    assert len(jobs) == 1


def test_a_reference_in_which_nothing_can_be_changed_proves_nothing_of_the_tests(
    proving: Proving,
) -> None:
    (finding,) = proving(reference="def double(x):\n    return sum([x, x])\n").findings

    assert (finding.code, finding.path) == ("E-run-mutants", "mutants")
    assert "no operator, comparison or number" in finding.message.en


# --- the command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of an exercise whose programs are files."""
    return folder(bank(tmp_path / "questions"))


@pytest.fixture
def check(tmp_path: Path, judge: Client, monkeypatch: pytest.MonkeyPatch) -> Check:
    monkeypatch.setattr(proofs, "running", lambda _: nullcontext(judge))

    def command(*words: str) -> Result:
        settings = {
            "MIANJING_QUESTIONS_DIR": str(tmp_path / "questions"),
            "MIANJING_DATA_DIR": str(tmp_path / "var"),
        }
        words = ("check", str(tmp_path / "questions" / "convolution" / "double-it"), *words)
        return CliRunner().invoke(bank_app, list(words), env=settings)

    return command


def no_judge(_: object) -> None:
    raise JudgeDownError("there is none")


def test_a_sound_exercise_is_reported_with_its_figures(check: Check, home: Path) -> None:
    assert home.is_dir()

    done = check("--json")

    said = json.loads(done.stdout)
    assert (done.exit_code, said["problems"]) == (0, [])
    figures = said["exercises"]["double-it"]
    assert figures["killed"] == figures["mutants"] > 0
    assert figures["survivors"] == []
    assert figures["reference_cpu_s"] >= 0


def test_a_broken_file_is_a_problem_with_its_place(check: Check, home: Path) -> None:
    text = (home / "cases.py").read_text()
    (home / "cases.py").write_text(text.replace("    yield", "\n    group.no\n    yield"))

    done = check("--json")

    (problem,) = json.loads(done.stdout)["problems"]
    lines = (home / "question.yaml").read_text().splitlines()
    assert done.exit_code == 1
    assert (problem["file"], problem["code"]) == (HOME, "E-run-author")
    assert "cases" in lines[problem["line"] - 1]
    assert "cases.py, line 3: AttributeError" in problem["message"]["en"]
    assert "cases.py 第 3 行：AttributeError" in problem["message"]["zh"]
    assert "WA" not in done.stdout


def test_what_was_proved_is_not_run_again_until_it_changes(
    check: Check, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check().exit_code == 0
    monkeypatch.setattr(proofs, "running", no_judge)

    again = check("--json")
    assert (again.exit_code, list(json.loads(again.stdout)["exercises"])) == (0, ["double-it"])
    assert json.loads(again.stdout)["exercises_run"] == 0
    assert "1 of them before" in check("--lang", "en").stdout
    monkeypatch.setattr(proofs, "_way", lambda: "with another judge")
    assert isinstance(check().exception, JudgeDownError)
    monkeypatch.undo()
    monkeypatch.setattr(proofs, "running", no_judge)
    (home / "reference.py").write_text("def double(x):\n    return x * 2\n")
    assert isinstance(check().exception, JudgeDownError)


def test_what_was_found_wrong_is_run_again(check: Check, home: Path) -> None:
    (home / "cases.py").write_text("def cases(rng, group):\n    raise KeyError\n")

    for _ in range(2):
        (problem,) = json.loads(check("--json").stdout)["problems"]
        assert problem["code"] == "E-run-author"
    (home / "cases.py").write_text(CASES)
    assert check().exit_code == 0


def test_nothing_runs_when_it_is_not_to(
    check: Check, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "running", no_judge)
    (home / "cases.py").write_text("def cases(rng, group):\n    raise KeyError\n")

    assert check("--no-run").exit_code == 0


def test_what_does_not_even_parse_is_not_run(
    check: Check, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "running", no_judge)
    (home / "cases.py").write_text("def cases(rng, group):\n    yield (\n")

    done = check("--json")

    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["file"], problem["code"]) == (HOME, "E-code-syntax")
    assert json.loads(done.stdout)["exercises_not_run"] == [HOME]
    assert f"Not run, their files have problems of their own: {HOME}" in check().stdout
    assert f"没有运行，先改好文件本身：{HOME}" in check("--lang", "zh").stdout
    assert "cases.py, line 2" in problem["message"]["en"]
