"""What pydantic objects to is said in both languages, at the right line, with a way out."""

import pytest

from app.bank.reading import Content, read_question
from app.domain.problems import Problem
from tests.bank.making import question


def problems(text: str) -> dict[str, Problem]:
    """Return the problems of a file by the path of their field."""
    reading = read_question(Content("convolution/why-pool.yaml", text.encode(), {}))
    return {problem.path: problem for problem in reading.problems}


def test_the_sound_question_is_sound() -> None:
    assert problems(question()) == {}


@pytest.mark.parametrize(
    ("field", "value", "path", "code", "said"),
    [
        ("title", "{zh: 池化}", "title.en", "E-missing-language", "English"),
        ("title", "Pooling", "title", "E-missing-language", "{zh: …, en: …}"),
        ("title", "{zh: '', en: x}", "title.zh", "E-empty-text", "empty"),
        ("title", "{zh: 1412.6980, en: x}", "title.zh", "E-type", "single quotes"),
        ("difficulty", "hard", "difficulty", "E-type", "whole number"),
        ("difficulty", "9", "difficulty", "E-range", "at most 5"),
        ("target_s", "1.5", "target_s", "E-type", "whole number"),
        ("status", "lvie", "status", "E-choice", "Did you mean live?"),
        ("kind", "singel", "kind", "E-choice", "Did you mean single?"),
        ("kind", "", "kind", "E-missing", "kind is missing"),
        ("skills", "conv.pooling", "skills", "E-type", "a list"),
        ("skills", "[]", "skills", "E-length", "at least 1"),
        ("skills", "[Conv Pooling]", "skills[0]", "E-format", "lstm.parameters"),
        ("covers", "[S1-2]", "covers[0]", "E-format", "S1-02"),
        ("sources", "", "sources", "E-missing", "sources is missing"),
        ("sources", "[{kind: note, ref: x}]", "sources[0].kind", "E-choice", "paper"),
        ("sources", "[{kind: docs, url: x}]", "sources[0].url", "E-unknown-key", "ref"),
        ("slug", "Why_Pool", "slug", "E-slug", "not a slug"),
        ("hints", "[{cost: 2.0, text: {zh: a, en: b}}]", "hints[0].cost", "E-range", "0.6"),
        ("followups", "[{when: right, ask: some-question}]", "followups[0]", "E-followup-when", ""),
        ("prompt", "[a, b]", "prompt", "E-missing-language", "Both languages"),
    ],
)
def test_a_bad_value_is_explained(field: str, value: str, path: str, code: str, said: str) -> None:
    found = problems(question(**{field: value}))

    if path == "kind" and code == "E-missing":
        path = ""
    assert found[path].code == code
    assert said in found[path].message_en
    assert found[path].message_zh != found[path].message_en


def test_a_uid_that_is_no_ulid_is_explained() -> None:
    assert problems(question(uid="01M7NZ8100GKK9BFA4FSRR9NIL"))["uid"].code == "E-uid"


def test_an_unknown_key_is_placed_at_the_key_with_a_suggestion() -> None:
    text = question(more="explantion: {zh: a, en: b}\n")

    problem = problems(text)["explantion"]

    assert problem.code == "E-unknown-key"
    assert problem.line == text.count("\n")
    assert problem.column == 1
    assert "Did you mean explanation?" in problem.message_en


def test_an_unknown_key_deep_inside_is_suggested_from_its_own_neighbours() -> None:
    text = question().replace("correct: true", "corect: true")

    found = problems(text)

    assert "Did you mean correct?" in found["options[0].corect"].message_en
    assert found["options[0].correct"].code == "E-missing"
    assert found["options[0].correct"].line == found["options[0].corect"].line - 2


def test_tags_of_unions_do_not_show_in_paths() -> None:
    text = question(
        kind="cloze",
        options="",
        prompt="{zh: 'a [[g]]', en: 'b [[g]]'}",
        more="gaps:\n  - {id: g, kind: numeric, answer: {valu: '1', check: exact_int}}\n",
    )

    found = problems(text)

    assert found["gaps[0].answer.valu"].code == "E-unknown-key"
    assert "Did you mean value?" in found["gaps[0].answer.valu"].message_en
    assert found["gaps[0].answer.value"].code == "E-missing"


def test_a_number_in_a_choice_is_asked_for_once() -> None:
    text = question(more="variants: {version: 1, params: {k: {choice: [big]}}}\n")

    found = problems(text)

    assert list(found) == ["variants.params.k.choice[0]"]
    assert "a number" in found["variants.params.k.choice[0]"].message_en


def test_the_branch_of_a_union_that_was_meant_is_the_one_explained() -> None:
    text = question(
        kind="numeric",
        options="",
        more="answer: {value: '1', check: exact_int, unit: {zh: 次}}\n",
    )

    found = problems(text)

    assert list(found) == ["answer.unit.en"]
    assert found["answer.unit.en"].code == "E-missing-language"


def test_everything_is_gathered_in_one_run() -> None:
    text = question(difficulty="9", title="{zh: 池化}", prompt="{zh: '$\\frac{a$', en: b}")

    assert {problem.code for problem in problems(text).values()} == {
        "E-range",
        "E-missing-language",
        "E-tex",
    }


def test_a_bad_formula_is_placed_at_its_own_line() -> None:
    text = question(
        explanation="\n  zh: |-\n    one\n\n    two $\\frac{a$\n  en: |-\n    one\n\n    two $x$"
    )

    problem = problems(text)["explanation.zh"]

    assert problem.code == "E-tex"
    assert text.splitlines()[problem.line - 1][problem.column - 1 :].startswith("\\frac{a")
    assert "\\frac{a" in problem.message_zh
    assert "Temml" in problem.message_en


@pytest.mark.parametrize("kind", ["sinlge", "essay", "3"])
def test_an_unknown_kind_does_not_hide_what_else_is_wrong(kind: str) -> None:
    text = question(kind=kind, difficulty="9", more="hint: []\n")

    found = problems(text)

    assert found["difficulty"].code == "E-range"
    assert found["hint"].code == "E-unknown-key"
    assert "hints" in found["hint"].message_en
    assert set(found) == {"kind", "difficulty", "hint"}
