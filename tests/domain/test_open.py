from typing import Any

import pytest

from app.domain.variants import Variant
from tests.domain.builders import OWN, codes, open_, paths, said

NOW = Variant(0)


def written(text: str, *points: str) -> dict[str, str | list[str]]:
    return {"text": text, "points": list(points)}


def rubric(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return {**OWN["open"]["rubric"], **changes}


def point(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return {**OWN["open"]["rubric"]["points"][0], **changes}


@pytest.mark.parametrize(
    ("answer", "score", "correct"),
    [
        ("退化。学恒等。不保证。", 1.0, True),
        ("It is degradation; the identity helps", 0.75, True),
        ("degradation", 0.5, False),
        ("the identity, no guarantee", 0.5, False),
        ("it is a guarantee", 0.0, False),
    ],
)
def test_without_ticks_the_words_decide(answer: str, score: float, *, correct: bool) -> None:
    grade = open_().grade({"text": answer}, NOW)

    assert (grade.score, grade.correct) == (score, correct)
    assert open_().grade(answer, NOW) == grade


def test_missing_a_must_caps_the_score() -> None:
    points = [point(weight=1), point(id="other", weight=9, must=False, cues=["other"])]
    question = open_(rubric=rubric(points=points))

    assert question.grade({"text": "other"}, NOW).score == 0.5
    assert question.grade({"text": "other degradation"}, NOW).score == 1.0


def test_ticked_points_count_and_not_the_words() -> None:
    grade = open_().grade(written("nothing of it", "degradation", "limits"), NOW)

    assert grade.score == 0.75
    assert grade.hits == {"degradation", "limits"}
    assert grade.missed == {"identity"}
    assert grade.parts == {"degradation": True, "identity": False, "limits": True}


def test_ticking_nothing_under_a_written_answer_scores_nothing() -> None:
    assert open_().grade(written("degradation"), NOW).score == 0.0


def test_a_spoken_answer_is_graded_by_ticks_alone() -> None:
    ticks: dict[str, str | list[str]] = {"points": ["degradation"]}

    assert open_().grade(ticks, NOW).score == 0.5
    assert open_().grade(written(" ", "degradation"), NOW).score == 0.5


def test_a_misconception_is_a_hint_and_costs_nothing() -> None:
    grade = open_().grade({"text": "degradation and identity, no guarantee, overfitting"}, NOW)

    assert grade.score == 1.0
    assert [(remark.text.en, remark.tone) for remark in grade.remarks] == [
        ("English not that", "hint")
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        {},
        [],
        None,
        {"text": ""},
        {"text": "", "points": []},
        {"text": "x" * 20_001},
        {"text": "\ud800"},
        {"text": 3},
        {"text": None, "points": ["degradation"]},
        {"text": "x" * 20_001, "points": ["degradation"]},
        {"text": "x", "points": "degradation"},
        {"text": "x", "points": ["other"]},
        {"text": "x", "points": [["degradation"]]},
        {"text": "x", "colour": "red"},
    ],
)
def test_what_is_no_answer_is_unreadable(answer: Any) -> None:  # noqa: ANN401
    grade = open_().grade(answer, NOW)

    assert grade.score is None
    assert grade.unreadable is not None


def test_points_are_suggested_from_the_words() -> None:
    assert open_().suggested("退化，恒等") == {"degradation", "identity"}
    assert open_().errors_in("不是过拟合") == []
    assert open_().errors_in("过拟合") == [0]


def test_the_key_has_every_point_and_reads_as_the_model_answer() -> None:
    question = open_()

    assert question.grade(question.key(NOW), NOW).score == 1.0
    assert question.key_text(NOW, "zh") == "退化；学恒等；不保证。"
    assert question.guess_rate == 0.0
    assert question.order(NOW) == {}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"rubric": rubric(points=[point(must=False)])}, "E-rubric-must", "rubric.points"),
        ({"rubric": rubric(points=[point(), point()])}, "E-id-repeated", "rubric.points"),
        (
            {"rubric": rubric(points=[point(cues=["a", "退化 &"])])},
            "E-cue",
            "rubric.points[0].cues[1]",
        ),
        (
            {"rubric": rubric(common_errors=[{"cues": ["!"], "say": said("x")}])},
            "E-cue",
            "rubric.common_errors[0].cues[0]",
        ),
        ({"model_answer": {"zh": "退化", "en": "x"}}, "E-model-misses", "model_answer.zh"),
        (
            {"model_answer": {"zh": "退化是过拟合", "en": "x"}},
            "E-model-trips",
            "model_answer.zh",
        ),
        ({"fixtures": OWN["open"]["fixtures"][:2]}, "E-fixtures-few", "fixtures"),
        (
            {"fixtures": [{"answer": "退化", "hits": ["limits"], "errors": []}] * 3},
            "E-fixture",
            "fixtures[2]",
        ),
        (
            {"fixtures": [{"answer": "退化", "hits": ["degradation"], "errors": [0]}] * 3},
            "E-fixture",
            "fixtures[0]",
        ),
    ],
)
def test_cues_are_code_and_are_tested(changes: dict[str, Any], code: str, path: str) -> None:
    assert path in paths(open_(**changes), code)


def test_a_sound_rubric_passes() -> None:
    assert codes(open_()) == []
