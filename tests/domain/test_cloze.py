from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.variants import Variant
from tests.domain.builders import OWN, cloze, codes, option, paths, said

NOW = Variant(0)
RIGHT = {"word": "root", "number": "7", "pick": "a"}


def test_every_gap_right_earns_everything() -> None:
    grade = cloze().grade(RIGHT, NOW)

    assert (grade.score, grade.correct) == (1.0, True)
    assert (sorted(grade.hits), sorted(grade.missed)) == (["number", "pick", "word"], [])


def test_gaps_weigh_the_same_and_are_graded_alone() -> None:
    grade = cloze().grade({**RIGHT, "pick": "b"}, NOW)

    assert grade.score == pytest.approx(2 / 3)
    assert not grade.correct
    assert grade.parts == {"word": True, "number": True, "pick": False}
    assert grade.missed == {"pick"}
    assert [(remark.about, remark.text.en) for remark in grade.remarks] == [
        ("pick", "English why b")
    ]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({}, "Nothing was filled in yet"),
        ([], "Nothing was filled in yet"),
        ("root", "Nothing was filled in yet"),
        ({**RIGHT, "other": "x"}, 'no gap "other"'),
        ({3: "x"}, 'no gap "int"'),
        ({**RIGHT, "word": ""}, "Gap 2: Nothing was typed"),
        ({"word": "root", "number": "7"}, "Gap 1: Nothing was chosen"),
        ({**RIGHT, "number": "seven"}, 'Gap 3: "seven" cannot be read'),
        ({**RIGHT, "number": ["7"]}, "Gap 3"),
    ],
)
def test_a_gap_that_cannot_be_read_makes_the_answer_unreadable(
    answer: Any,  # noqa: ANN401
    message: str,
) -> None:
    grade = cloze().grade(answer, NOW)

    assert grade.score is None
    assert grade.unreadable is not None
    assert message in grade.unreadable.en


def test_gaps_are_numbered_as_the_prompt_of_each_language_has_them() -> None:
    unreadable = cloze().grade({**RIGHT, "pick": ""}, NOW).unreadable

    assert unreadable is not None
    assert unreadable.zh.startswith("第 3 空：")
    assert unreadable.en.startswith("Gap 1:")


def test_the_key_lists_the_gaps_in_the_order_of_the_prompt() -> None:
    question = cloze()

    assert question.key(NOW) == {"word": "root", "number": 7, "pick": "a"}
    assert question.key_text(NOW, "en") == "1. English a\n2. root\n3. 7"
    assert question.guess_rate == 0.0


def test_only_gaps_with_options_are_shuffled() -> None:
    orders = {cloze().order(Variant(index))["gaps.pick"] for index in range(20)}

    assert list(cloze().order(NOW)) == ["gaps.pick"]
    assert orders == {("a", "b"), ("b", "a")}


def test_gaps_may_use_the_parameters_of_the_question() -> None:
    gap = {"id": "number", "kind": "numeric", "answer": {"value": "k + 1", "check": "exact_int"}}
    question = cloze(
        prompt={"zh": "{{k}} 的后继是 [[number]]", "en": "after {{k}} comes [[number]]"},
        gaps=[gap],
        variants={"version": 1, "params": {"k": {"int": [1, 900, 1]}}},
    )
    drawn = question.variant(1)

    assert codes(question) == []
    assert question.grade({"number": str(drawn.numbers["k"] + 1)}, drawn).correct


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("[[word]] [[number]]", "E-gap-placed"),
        ("[[word]] [[number]] [[pick]] [[pick]]", "E-gap-placed"),
        ("[[word]] [[number]] [[pick]] [[other]]", "E-gap-placed"),
        ("[[word]] $x=[[number]]$ [[pick]]", "E-gap-formula"),
    ],
)
def test_every_gap_stands_in_the_prompt_once_outside_formulas(prompt: str, code: str) -> None:
    assert paths(cloze(prompt={"zh": prompt, "en": prompt}), code) == ["prompt.zh", "prompt.en"]


def test_a_fault_inside_a_gap_is_found_with_its_path() -> None:
    gaps = [*OWN["cloze"]["gaps"][:2]]
    gaps.append({"id": "pick", "kind": "single", "options": [option("a"), option("b")]})
    (finding,) = cloze(gaps=gaps).findings()

    assert (finding.path, finding.code) == ("gaps[2].options", "E-option-right")
    assert finding.message.en.startswith("Gap pick: ")
    assert finding.message.zh.startswith("空 pick：")


def test_two_gaps_cannot_share_an_id() -> None:
    gaps = [*OWN["cloze"]["gaps"], OWN["cloze"]["gaps"][0]]

    assert "E-id-repeated" in codes(cloze(gaps=gaps))


@pytest.mark.parametrize("kind", ["multi", "open", None])
def test_a_gap_is_of_one_of_three_kinds(kind: str | None) -> None:
    with pytest.raises(ValidationError):
        cloze(gaps=[{"id": "x", "kind": kind, "options": [], "text": said("x")}])
