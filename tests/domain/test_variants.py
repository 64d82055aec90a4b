import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.expressions import ExpressionError
from app.domain.text import Text
from app.domain.variants import Variant, Variants, fill, format_number, values_of
from tests.domain.builders import codes, numeric, paths, single

UID = "01JD7M3K9Z6T2V4W8X0Y1A5B6C"
PARAMS: dict[str, Any] = {
    "side": {"choice": [14, 28, 32, 56]},
    "k": {"int": [1, 7, 2]},
    "out": {"derived": "side - k + 1"},
    "unit": {"text": {"zh": "where(k == 1, '个', '组')", "en": "where(k == 1, '', 's')"}},
}
TEXTS = {"zh": "边长 {{side}}，核 {{k}}{{unit}}", "en": "side {{side}}, kernel {{k}}{{unit}}"}


def variants(
    params: dict[str, Any] | None = None, *, version: int = 1, require: tuple[str, ...] = ()
) -> Variants:
    return Variants.model_validate(
        {"version": version, "params": params or PARAMS, "require": require}
    )


def surveyed(
    params: dict[str, Any] | None = None, *, require: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    drawn, faults = variants(params, require=require).survey(UID)
    assert bool(drawn) or faults
    return [(fault.path, fault.code) for fault in faults]


def test_a_variant_is_the_same_at_every_drawing() -> None:
    assert variants().draw(UID, 3) == variants().draw(UID, 3)


def test_a_variant_is_the_same_on_every_machine() -> None:
    # Drawn once and kept: a change here changes what learners saw, and needs a new `version`.
    drawn = variants().draw(UID, 0)

    assert dict(drawn.numbers) == {"side": 32, "k": 3, "out": 30}


def test_uid_version_and_index_each_change_what_is_drawn() -> None:
    def first(uid: str, version: int, start: int) -> list[Variant]:
        return [variants(version=version).draw(uid, start + index) for index in range(20)]

    def numbers(drawn: list[Variant]) -> list[dict[str, Any]]:
        return [dict(one.numbers) for one in drawn]

    base = numbers(first(UID, 1, 0))

    assert numbers(first(UID[:-1] + "Z", 1, 0)) != base
    assert numbers(first(UID, 2, 0)) != base
    assert numbers(first(UID, 1, 1)) != base


@given(st.integers(0, 10_000))
def test_every_variant_keeps_its_requirements(index: int) -> None:
    drawn = variants(require=("out != side", "k > 1")).draw(UID, index)

    assert drawn.numbers["k"] in {3, 5, 7}
    assert drawn.numbers["out"] == drawn.numbers["side"] - drawn.numbers["k"] + 1


def test_words_differ_between_the_languages_and_may_be_empty() -> None:
    drawn = next(one for i in range(50) if (one := variants().draw(UID, i)).numbers["k"] == 1)

    assert (drawn.words["unit"].zh, drawn.words["unit"].en) == ("个", "")


def test_requirements_that_cannot_be_met_are_an_error() -> None:
    with pytest.raises(ExpressionError, match="break a requirement"):
        variants(require=("k > 7",)).draw(UID, 0)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"choice": [1], "derived": "2"},
        {"derived": None},
        {"choice": []},
        {"choice": ["1"]},
        {"choice": [True]},
        {"int": [1, 2]},
        {"derived": ""},
        {"text": {"zh": "'a'"}},
        {"colour": "red"},
    ],
)
def test_a_parameter_is_drawn_in_exactly_one_known_way(how: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        variants({"k": how})


@pytest.mark.parametrize("name", ["N", "no", "y", "in", "2k", "k-1", "lambda", "true", "a" * 41])
def test_some_names_cannot_be_used_for_parameters(name: str) -> None:
    with pytest.raises(ValidationError, match="cannot name a parameter"):
        variants({name: {"choice": [1]}})


def test_a_survey_finds_nothing_wrong_with_sound_parameters() -> None:
    drawn, faults = variants().survey(UID)

    assert len(drawn) == 200
    assert faults == ()


@pytest.mark.parametrize(
    ("params", "fault"),
    [
        ({"k": {"derived": "1 +"}}, ("variants.params.k.derived", "E-expression")),
        ({"k": {"derived": "z"}}, ("variants.params.k.derived", "E-expression-name")),
        ({"k": {"int": [3, 1, 1]}}, ("variants.params.k.int", "E-parameter")),
        ({"k": {"int": [1, 3, 0]}}, ("variants.params.k.int", "E-parameter")),
        ({"answer": {"choice": [1]}}, ("variants.params.answer", "E-parameter-name")),
        ({"sqrt": {"choice": [1]}}, ("variants.params.sqrt", "E-parameter-name")),
        (
            {"w": {"text": {"zh": "q", "en": "'a'"}}},
            ("variants.params.w.text.zh", "E-expression-name"),
        ),
        ({"k": {"choice": [0]}, "z": {"derived": "1 / k"}}, ("variants", "E-variant")),
        ({"w": {"text": {"zh": "1", "en": "'a'"}}}, ("variants", "E-variant")),
    ],
)
def test_a_survey_names_the_field_at_fault(params: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in surveyed(params)


def test_a_parameter_may_use_only_those_above_it() -> None:
    below = {"a": {"derived": "b + 1"}, "b": {"choice": [1]}}

    assert surveyed(below) == [("variants.params.a.derived", "E-expression-name")]


def test_words_cannot_be_calculated_with() -> None:
    words = {"w": {"text": {"zh": "'a'", "en": "'b'"}}, "k": {"derived": "w + 1"}}

    assert surveyed(words) == [("variants.params.k.derived", "E-expression-name")]


def test_requirements_are_checked_like_every_expression() -> None:
    assert surveyed(require=("zz > 1",)) == [("variants.require[0]", "E-expression-name")]


def test_requirements_that_are_hardly_ever_met_are_reported() -> None:
    rare = {"k": {"int": [1, 100, 1]}}

    assert surveyed(rare, require=("k == 1",)) == [("variants.require", "E-variant-rare")]


def test_a_question_says_where_its_parameters_are_wrong() -> None:
    question = numeric(variants={"version": 1, "params": {"k": {"derived": "z"}}})

    assert paths(question, "E-expression-name") == ["variants.params.k.derived"]


def test_too_few_different_variants_are_reported_where_there_is_room_for_more() -> None:
    roomy = {"k": {"int": [1, 1000, 1]}, "j": {"choice": [1, 2]}}
    prompt = {"zh": "数 {{j}}", "en": "number {{j}}"}

    assert codes(single(prompt=prompt, variants={"version": 1, "params": roomy})) == [
        "E-variant-few"
    ]


def test_a_small_space_needs_few_variants_but_some() -> None:
    def question(*values: int) -> list[str]:
        params = {"j": {"choice": values}}
        prompt = {"zh": "数 {{j}}", "en": "number {{j}}"}
        return codes(single(prompt=prompt, variants={"version": 1, "params": params}))

    assert question(1, 2, 3, 4, 5, 6) == []
    assert question(1, 2) == ["E-variant-few"]


def test_placeholders_are_filled_in_each_language() -> None:
    question = numeric(
        prompt=TEXTS,
        answer={"value": "out * 10", "check": "exact_int"},
        variants={"version": 1, "params": PARAMS},
    )
    drawn = question.variant(0)

    assert fill(question.prompt.zh, values_of(question, drawn, "zh")) == "边长 32，核 3组"
    assert fill(question.prompt.en, values_of(question, drawn, "en")) == "side 32, kernel 3s"
    assert fill("{{answer}} {{other}}", values_of(question, drawn, "en")) == "300 {{other}}"


def test_a_question_without_a_number_has_no_answer_to_fill_in() -> None:
    assert values_of(single(), Variant(0), "en") == {}


def test_filling_in_does_not_look_at_what_was_filled_in() -> None:
    assert fill("{{a}}", {"a": "{{b}}", "b": "no"}) == "{{b}}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (31, "31"),
        (31.0, "31"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (0.25, "0.25"),
        (-2.5, "-2.5"),
        (1e-6, "0.000001"),
        (1.25e-9, "1.25e-9"),
        (1e20, "1e20"),
        (123456.789, "123456.789"),
        (12345678901234.0, "12345678901234"),
        (True, "1"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, shown: str) -> None:
    assert format_number(value) == shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_written_is_nearly_the_number(value: float) -> None:
    assert float(format_number(value)) == pytest.approx(value, rel=1e-11, abs=0)


def test_drawing_leaves_the_global_generator_alone() -> None:
    before = random.getstate()

    variants().draw(UID, 1)

    assert random.getstate() == before


def test_a_variant_without_parameters_is_its_index() -> None:
    assert single().variant(5) == Variant(5)
    assert isinstance(variants().draw(UID, 0).words["unit"], Text)
