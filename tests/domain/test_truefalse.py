from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.variants import Variant
from tests.domain.builders import codes, said, truefalse

NOW = Variant(0)


def side(name: str, *, correct: bool) -> dict[str, Any]:
    return {"id": name, "correct": correct, "why": said(name)}


@pytest.mark.parametrize(("answer", "score", "missed"), [("f", 1.0, []), ("t", 0.0, ["f"])])
def test_one_side_is_right_and_both_are_explained(
    answer: str, score: float, missed: list[str]
) -> None:
    grade = truefalse().grade(answer, NOW)

    assert (grade.score, grade.correct) == (score, score == 1.0)
    assert [remark.about for remark in grade.remarks] == [answer]
    assert (sorted(grade.hits), sorted(grade.missed)) == ([answer], missed)


@pytest.mark.parametrize("answer", ["", "true", "T", ["t"], None, True])
def test_anything_else_is_unreadable(answer: object) -> None:
    assert truefalse().grade(answer, NOW).score is None  # type: ignore[arg-type]


def test_true_always_comes_first() -> None:
    assert {truefalse().order(Variant(i))["options"] for i in range(20)} == {("t", "f")}


def test_the_key_is_said_in_words() -> None:
    assert truefalse().key(NOW) == "f"
    assert truefalse().key_text(NOW, "zh") == "错"
    assert truefalse().key_text(NOW, "en") == "False"
    assert truefalse().guess_rate == 0.5


def test_a_side_has_no_text_of_its_own() -> None:
    with pytest.raises(ValidationError):
        truefalse(
            options=[{**side("t", correct=True), "text": said("x")}, side("f", correct=False)]
        )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([side("t", correct=True), side("t", correct=False)], "E-id-repeated"),
        ([side("t", correct=True), side("f", correct=True)], "E-option-right"),
        ([side("t", correct=False), side("f", correct=False)], "E-option-right"),
    ],
)
def test_both_sides_are_there_and_one_is_right(options: list[Any], code: str) -> None:
    assert code in codes(truefalse(options=options))
