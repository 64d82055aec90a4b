"""What every kind promises, whatever it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.grade import Grade
from app.domain.kinds import KINDS, Question
from app.domain.variants import Variant
from tests.domain.builders import build, codes, common, paths, said, single

QUESTIONS: dict[str, Question] = {kind: build(kind) for kind in KINDS}
NOW = Variant(0)

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["a", "b", "t", "f", "48", "7", "bn", "zero", "root", "NaN", "1e999999"]),
    st.sampled_from(["-inf", "1/0", "١", "𝟙", "½", "10^99999", "。"]),
    st.sampled_from(["", " ", "\ud800", "\x00", "9" * 5000, "x" * 1_000_000]),
)
KEYS = st.one_of(
    WORDS,
    st.sampled_from(["text", "points", "word", "number", "pick", "bn", "ln", "gn", "zero", "log"]),
)
SCALARS = st.one_of(
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=5),
    st.sampled_from(["enormous"]).map(lambda _: 10**5000),
)
HOSTILE = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.dictionaries(KEYS, inner, max_size=6),
        st.tuples(inner, inner),
        st.frozensets(SCALARS, max_size=3),
    ),
    max_leaves=12,
)


def assert_readable_or_rejected(grade: Grade) -> None:
    if grade.score is None:
        assert grade.unreadable is not None
        assert not grade.correct
        grade.unreadable.zh.encode()
        grade.unreadable.en.encode()
        assert len(grade.unreadable.en) < 400
    else:
        assert grade.unreadable is None
        assert 0 <= grade.score <= 1
        assert not grade.correct or grade.score > 0
        assert not grade.hits & grade.missed


@pytest.mark.parametrize("kind", KINDS)
@given(answer=HOSTILE)
def test_no_answer_however_hostile_is_an_error(kind: str, answer: Any) -> None:  # noqa: ANN401
    assert_readable_or_rejected(QUESTIONS[kind].grade(answer, NOW))


@given(
    st.dictionaries(st.sampled_from(["word", "number", "pick"]), SCALARS),
    st.dictionaries(st.sampled_from(["bn", "ln", "gn"]), st.one_of(SCALARS, st.just("ln"))),
    st.dictionaries(st.sampled_from(["zero", "forward", "log", "step", "again"]), SCALARS),
    st.lists(st.sampled_from(["zero", "forward", "log", "step", "again"])),
)
def test_known_parts_with_hostile_values_are_no_error(
    gaps: dict[str, Any], cards: dict[str, Any], places: dict[str, Any], steps: list[str]
) -> None:
    for kind, answer in (("cloze", gaps), ("match", cards), ("order", places), ("order", steps)):
        assert_readable_or_rejected(QUESTIONS[kind].grade(answer, NOW))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("empty", ["", [], {}, None])
def test_an_empty_answer_is_unreadable(kind: str, empty: Any) -> None:  # noqa: ANN401
    assert QUESTIONS[kind].grade(empty, NOW).unreadable is not None


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=KINDS)
def test_a_sound_question_passes_every_check(question: Question) -> None:
    assert codes(question) == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=KINDS)
def test_the_key_is_json_and_earns_everything(question: Question) -> None:
    key = json.loads(json.dumps(question.key(NOW)))
    typed = str(key) if isinstance(key, int) else key

    assert question.grade(typed, NOW).correct
    assert question.key_text(NOW, "zh")
    assert question.key_text(NOW, "en")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=KINDS)
def test_guessing_is_a_probability_and_parts_have_ids(question: Question) -> None:
    assert 0 <= question.guess_rate < 1
    assert len(set(question.part_ids)) == len(question.part_ids)
    assert all(sorted(ids) == sorted(set(ids)) for ids in question.order(NOW).values())


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=KINDS)
def test_every_text_is_listed_with_the_path_of_its_field(question: Question) -> None:
    data = question.model_dump(by_alias=True)
    for path, text in question.texts():
        found: Any = data
        for step in path.replace("[", ".").replace("]", "").split("."):
            found = found[int(step)] if step.isdigit() else found[step]
        assert found == {"zh": text.zh, "en": text.en}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_field_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError, match="colour"):
        build(kind, colour="red")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema", 2),
        ("uid", "not-a-ulid"),
        ("slug", "Not_A_Slug"),
        ("status", "done"),
        ("skills", []),
        ("covers", ["X1"]),
        ("difficulty", 6),
        ("difficulty", "2"),
        ("difficulty", True),
        ("target_s", 1.5),
        ("title", {"zh": "只有中文"}),
        ("title", "one language"),
        ("hints", [{"cost": 0.7, "text": said("x")}]),
        ("sources", []),
        ("sources", [{"kind": "blog", "ref": "x"}]),
        ("figures", [{"file": "../secret.svg", "alt": said("x")}]),
        ("exercise", "7"),
        ("options", [{"id": "no", "text": said("x"), "correct": True, "why": said("x")}] * 2),
        ("options", [{"id": "A", "text": said("x"), "correct": True, "why": said("x")}] * 2),
        ("options", [{"id": "a", "text": said("x"), "correct": 1, "why": said("x")}] * 2),
        ("options", [{"id": "a", "text": said("x"), "correct": True}] * 2),
    ],
)
def test_a_field_that_does_not_fit_is_refused(field: str, value: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError):
        build("single", **{field: value})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError):
        build("quiz")


def test_our_own_refusals_come_in_both_languages() -> None:
    with pytest.raises(ValidationError) as refused:
        build("single", slug="Not A Slug")
    (error,) = refused.value.errors()

    assert error["type"] == "E-slug"
    assert error["loc"] == ("single", "slug")
    assert "不是合法的 slug" in error["ctx"]["zh"]
    assert error["ctx"]["en"] == error["msg"]


def test_a_refused_value_with_braces_is_quoted_as_it_is() -> None:
    with pytest.raises(ValidationError) as refused:
        build("single", slug="{zh} {oops}")

    assert '"{zh} {oops}" is not a slug' in refused.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        (
            {"hints": [{"cost": 0.4, "text": said("x")}, {"cost": 0.3, "text": said("x")}]},
            "E-hints-cost",
            "hints",
        ),
        ({"sources": common("single")["sources"][:1]}, "E-source-primary", "sources"),
        (
            {"sources": [{"kind": "paper", "ref": "1502.03167"}]},
            "E-source-ref",
            "sources[0].ref",
        ),
        (
            {"explanation": {"zh": "**为什么。**", "en": "**Why.**"}},
            "E-lead-ins",
            "explanation",
        ),
    ],
)
def test_what_all_kinds_share_is_checked(changes: dict[str, Any], code: str, path: str) -> None:
    assert path in paths(single(**changes), code)


def test_hints_may_cost_all_that_is_allowed() -> None:
    hints = [{"cost": cost, "text": said("x")} for cost in (0.1, 0.2, 0.3)]

    assert codes(single(hints=hints)) == []


def test_the_findings_of_a_file_are_said_in_both_languages() -> None:
    broken = single(
        sources=[{"kind": "paper", "ref": "x"}],
        explanation={"zh": "x", "en": "y"},
        followups=[{"when": "missed:z", "ask": "x-y"}],
        prompt={"zh": "$a$ {{q}} 好,", "en": "好 <b> $b$"},
    )

    for finding in broken.findings():
        assert finding.code.startswith("E-")
        assert finding.message.zh != finding.message.en
