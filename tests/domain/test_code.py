"""Code questions: what their files must hold, and what the judge's word is worth."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.kinds.code import CodeQuestion
from app.domain.variants import Variant
from tests.domain.builders import OWN, build, codes, said

NOW = Variant(0)


def code(**changes: Any) -> CodeQuestion:  # noqa: ANN401 - whatever a file may hold
    question = build("code", **changes)
    assert isinstance(question, CodeQuestion)
    return question


def judged(verdict: str, **groups: str | None) -> Any:  # noqa: ANN401 - a verdict document
    score = sum(v == "AC" for v in groups.values()) / max(1, len(groups))
    parts = [{"name": name, "verdict": v, "cases": 3, "passed": 0} for name, v in groups.items()]
    return {"verdict": verdict, "score": score, "groups": parts, "failing": None}


def test_a_sound_question_has_no_findings() -> None:
    assert codes(code()) == []


def test_accepted_is_right() -> None:
    grade = code().grade(judged("AC", sample="AC", random="AC"), NOW)

    assert grade.correct
    assert grade.score == 1.0
    assert grade.hits == {"sample", "random"}


def test_groups_passed_are_hits_and_others_are_missed() -> None:
    grade = code().grade(judged("TLE", sample="AC", random=None), NOW)

    assert not grade.correct
    assert grade.score == 0.5
    assert grade.hits == {"sample"}
    assert grade.missed == {"random"}


def test_our_own_failure_is_no_answer() -> None:
    assert code().grade(judged("IE", sample=None, random=None), NOW).score is None


def test_a_program_is_text_or_a_file_that_was_read() -> None:
    inline = code(starter="def double(x):\n    ...\n")
    read = code(starter={"file": "starter.py", "text": "def double(x):\n    ...\n"})

    assert inline.starter.text == read.starter.text
    assert (inline.starter.file, read.starter.file) == (None, "starter.py")


WRONG = OWN["code"]["wrong"]
GROUPS = OWN["code"]["groups"]


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"reference": "def other(x):\n    return x\n"}, "E-code-entry"),
        ({"reference": "def double(x:\n"}, "E-code-syntax"),
        ({"alternatives": ["double = (" * 300]}, "E-code-syntax"),
        ({"cases": "rows = []\n"}, "E-code-entry"),
        ({"driver": "def run(f, x):\n    return f(x)\n"}, "E-code-entry"),
        ({"wrong": WRONG[:2]}, "E-wrong-few"),
        ({"wrong": [{**one, "fails": ["sample", "other"]} for one in WRONG]}, "E-group-unknown"),
        ({"wrong": [{**one, "fails": ["sample"]} for one in WRONG]}, "E-group-idle"),
        ({"groups": GROUPS[1:], "wrong": WRONG}, "E-groups-sample"),
        ({"groups": [GROUPS[0], {**GROUPS[1], "weight": 0}]}, "E-groups-hidden"),
        ({"groups": [*GROUPS, GROUPS[1]]}, "E-id-repeated"),
        (
            {
                "groups": [
                    GROUPS[0],
                    {
                        **GROUPS[1],
                        "compare": {
                            "mode": "allclose",
                            "rtol": 0.1,
                            "atol": 0.0,
                            "near": {"rtol": 0.01, "atol": 0.0},
                        },
                    },
                ]
            },
            "E-near",
        ),
        ({"variants": {"version": 1, "params": {"size": {"int": [1, 99, 1]}}}}, "E-code-variants"),
    ],
)
def test_faults_that_can_be_seen_without_running(changes: dict[str, Any], finding: str) -> None:
    assert finding in codes(code(**changes))


def test_a_function_of_a_module_can_be_forbidden_and_its_namesakes_allowed() -> None:
    assert code(forbid=["copy.deepcopy", "torch"]).forbid == ("copy.deepcopy", "torch")


@pytest.mark.parametrize(
    "changes",
    [
        {"groups": [{**GROUPS[0], "compare": None}, GROUPS[1]]},
        {"profile": "cuda"},
        {"entry": "not a name"},
        {"limits": {"cpu_s": 1000}},
        {"starter": {"file": "../../etc/passwd.py", "text": "x"}},
        {"forbid": ["copy."]},
        {"forbid": ["copy deepcopy"]},
        {"unknown": 1},
        {"alternatives": []},
        {"mutants": {"min_kill": 0.1}},
        {"wrong": [{**WRONG[0], "why": said("x"), "verdict": "XX"}]},
    ],
)
def test_what_the_schema_refuses(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        code(**changes)
