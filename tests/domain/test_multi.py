import pytest

from app.domain.variants import Variant
from tests.domain.builders import codes, multi, option

NOW = Variant(0)


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        (["a", "b"], 1.0),
        (["b", "a"], 1.0),
        (["a"], 0.5),
        (["a", "c"], 0.0),
        (["a", "b", "c"], 0.5),
        (["a", "b", "c", "d"], 0.0),
        (["c"], 0.0),
        (["a", "a"], 0.5),
    ],
)
def test_false_alarms_cost_what_hits_earn(chosen: list[str], score: float) -> None:
    grade = multi().grade(chosen, NOW)

    assert grade.score == score
    assert grade.correct is (set(chosen) == {"a", "b"})


def test_every_choice_and_every_right_option_overlooked_is_explained() -> None:
    grade = multi().grade(["a", "c"], NOW)

    assert [(r.about, r.tone) for r in grade.remarks] == [
        ("a", "right"),
        ("b", "hint"),
        ("c", "wrong"),
    ]
    assert (sorted(grade.hits), sorted(grade.missed)) == (["a", "c"], ["b"])
    assert grade.parts == {"a": True, "b": False, "c": False, "d": True}


@pytest.mark.parametrize(
    "answer", [[], "a", {"a": "on"}, ["z"], ["a", None], ["a", ["b"]], ["a"] * 101, [{}], None]
)
def test_what_is_no_choice_is_unreadable(answer: object) -> None:
    assert multi().grade(answer, NOW).score is None  # type: ignore[arg-type]


def test_choosing_none_asks_for_a_choice() -> None:
    unreadable = multi().grade([], NOW).unreadable

    assert unreadable is not None
    assert unreadable.zh == "还没有作答，请选择一项。"


def test_the_key_lists_the_right_options() -> None:
    question = multi()

    assert question.key(NOW) == ["a", "b"]
    assert question.key_text(NOW, "en") == "- English a\n- English b"
    assert question.guess_rate == 1 / 15
    assert sorted(question.order(NOW)["options"]) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("right", ["", "a", "abcd"])
def test_at_least_two_options_are_right_and_one_is_wrong(right: str) -> None:
    options = [option(name, correct=name in right) for name in "abcd"]

    assert "E-option-right" in codes(multi(options=options))
