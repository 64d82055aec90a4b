from itertools import permutations
from typing import Any

import pytest

from app.domain.variants import Variant
from tests.domain.builders import codes, order, paths, said

NOW = Variant(0)
FILE = ["zero", "forward", "log", "step"]


def chain(*names: str) -> Any:  # noqa: ANN401
    return order(
        items=[{"id": name, "text": said(name)} for name in names], extra=[], common_errors=[]
    )


def test_every_order_that_respects_the_dependencies_is_right() -> None:
    right = [list(p) for p in permutations(FILE) if order().grade(list(p), NOW).correct]

    assert right == [FILE, ["zero", "log", "forward", "step"]]
    assert order().grade(right[1], NOW).score == 1.0


def test_without_dependencies_only_the_order_of_the_file_is_right() -> None:
    question = chain("one", "two", "three")

    assert codes(question) == []
    assert question.grade(["one", "two", "three"], NOW).correct
    assert question.grade(["one", "three", "two"], NOW).score == pytest.approx(2 / 3)
    assert question.grade(["three", "two", "one"], NOW).score == 0.0


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (["forward", "zero", "log", "step"], 4 / 5),
        (["step", "log", "forward", "zero"], 0.0),
        (["zero", "forward", "log", "again", "step"], 1 - 1 / 4),
        (["zero", "forward", "step"], 3 / 5),
        (["zero"], 0.0),
        (["again"], 0.0),
    ],
)
def test_the_score_is_the_share_of_pairs_kept_less_the_extra_steps(
    answer: list[str], score: float
) -> None:
    grade = order().grade(answer, NOW)

    assert grade.score == pytest.approx(score)
    assert not grade.correct


def test_what_was_wrong_is_named() -> None:
    grade = order().grade(["zero", "step", "forward", "again", "log"], NOW)

    assert [(remark.about, remark.text.en) for remark in grade.remarks] == [
        ("step", "English too early"),
        ("again", "English why again"),
    ]
    assert grade.parts == {
        "zero": True,
        "forward": False,
        "log": False,
        "step": False,
        "again": False,
    }
    assert (sorted(grade.hits), sorted(grade.missed)) == (["zero"], ["forward", "log", "step"])


def test_a_step_without_dependencies_that_is_left_out_still_costs() -> None:
    question = order(
        items=[
            {"id": "one", "text": said("one"), "after": []},
            {"id": "two", "text": said("two"), "after": ["one"]},
            {"id": "any", "text": said("any")},
        ],
        common_errors=[],
    )

    grade = question.grade(["one", "two"], NOW)

    assert codes(question) == []
    assert grade.score == pytest.approx(2 / 3)
    assert not grade.correct
    assert question.grade(["any", "one", "two"], NOW).correct


def test_positions_may_be_typed_and_those_left_empty_are_set_aside() -> None:
    typed = {"zero": "1", "forward": " ２ ", "log": "30", "step": "400", "again": ""}

    assert order().grade(typed, NOW).correct
    numbered: Any = {**typed, "zero": 1}
    assert order().grade(numbered, NOW).correct


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([], "Nothing was arranged"),
        ({}, "Nothing was arranged"),
        ("zero", "Nothing was arranged"),
        (None, "Nothing was arranged"),
        ({"zero": "", "log": " "}, "Nothing was arranged"),
        (["zero", "other"], 'no step "other"'),
        (["zero", ["log"]], "no step"),
        ({"other": "1"}, 'no step "other"'),
        ({7: "1"}, "no step"),
        (["zero", "zero"], "twice"),
        ({"zero": "first"}, '"first" cannot be read'),
        ({"zero": "-1"}, "cannot be read"),
        ({"zero": "9" * 1_000_000}, "cannot be read"),
        ({"zero": 1.5}, "cannot be read"),
        ({"zero": True}, "cannot be read"),
        ({"zero": "1", "log": "01"}, "Two steps have position 1"),
    ],
)
def test_what_is_no_order_is_unreadable(answer: Any, message: str) -> None:  # noqa: ANN401
    grade = order().grade(answer, NOW)

    assert grade.score is None
    assert grade.unreadable is not None
    assert message in grade.unreadable.en


def test_the_order_shown_is_shuffled_and_never_right() -> None:
    question = order()
    shown = [question.order(Variant(index))["items"] for index in range(60)]

    assert all(sorted(ids) == sorted([*FILE, "again"]) for ids in shown)
    assert len(set(shown)) > 20
    assert not any(
        question.grade([name for name in ids if name != "again"], NOW).correct for ids in shown
    )


def test_an_order_that_cannot_be_hidden_is_shown_all_the_same() -> None:
    free = order(
        items=[{"id": name, "text": said(name), "after": []} for name in ("one", "two")],
        common_errors=[],
    )

    assert sorted(free.order(NOW)["items"]) == ["again", "one", "two"]
    assert codes(free) == ["E-order-free"]
    assert free.grade(["two", "one"], NOW).correct


def test_the_key_is_the_order_of_the_file() -> None:
    assert order().key(NOW) == FILE
    assert order().key_text(NOW, "en").splitlines()[0] == "1. English zero"


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        (
            {
                "items": [
                    {"id": "a", "text": said("a"), "after": ["b"]},
                    {"id": "b", "text": said("b")},
                ]
            },
            "E-order-after",
            "items[0].after",
        ),
        (
            {
                "items": [
                    {"id": "a", "text": said("a")},
                    {"id": "b", "text": said("b"), "after": ["b"]},
                ]
            },
            "E-order-after",
            "items[1].after",
        ),
        (
            {"extra": [{"id": "zero", "text": said("q"), "why": said("q")}]},
            "E-id-repeated",
            "items",
        ),
        (
            {"extra": [{"id": "again", "text": said("zero"), "why": said("q")}]},
            "E-option-twins",
            "items",
        ),
        (
            {"common_errors": [{"swapped": ["step", "forward"], "say": said("x")}]},
            "E-order-swapped",
            "common_errors[0].swapped",
        ),
        (
            {"common_errors": [{"swapped": ["forward", "log"], "say": said("x")}]},
            "E-order-swapped",
            "common_errors[0].swapped",
        ),
    ],
)
def test_a_file_that_contradicts_itself_is_found(
    changes: dict[str, Any], code: str, path: str
) -> None:
    assert path in paths(order(**changes), code)
