from typing import Any

import pytest

from app.domain.kinds.spelling import normalise
from app.domain.variants import Variant
from tests.domain.builders import codes, paths, said, short

NOW = Variant(0)


@pytest.mark.parametrize(
    "typed",
    [
        "channel shuffle",
        "  Channel   Shuffle. ",
        "ｃｈａｎｎｅｌ shuffle",
        "“通道混洗”",
        "the shuffle",
    ],
)
def test_spellings_that_are_accepted(typed: str) -> None:
    assert short().grade(typed, NOW).correct


@pytest.mark.parametrize("typed", ["a channel shuffle", "the shuffle now", "unshuffle", "?!x"])
def test_a_pattern_must_match_the_whole_answer(typed: str) -> None:
    grade = short().grade(typed, NOW)

    assert (grade.score, grade.correct, grade.remarks) == (0.0, False, ())


def test_a_known_wrong_name_is_recognised() -> None:
    grade = short().grade("Pixel Shuffle", NOW)

    assert [remark.text.en for remark in grade.remarks] == ["English pixel"]
    assert grade.score == 0.0


@pytest.mark.parametrize(
    "typed", ["", "  ", "。。", "x" * 201, "\ud800", "ro\ufffdt", None, 3, ["root"], {}]
)
def test_nothing_to_compare_is_unreadable(typed: object) -> None:
    assert short().grade(typed, NOW).score is None  # type: ignore[arg-type]


def test_a_message_says_how_long_is_too_long() -> None:
    unreadable = short().grade("x" * 1_000_000, NOW).unreadable

    assert unreadable is not None
    assert "1000000" in unreadable.en


def test_the_key_is_shown_in_the_script_of_the_language() -> None:
    question = short()

    assert question.key(NOW) == "channel shuffle"
    assert question.key_text(NOW, "zh") == "通道混洗"
    assert question.key_text(NOW, "en") == "channel shuffle"


def test_with_patterns_only_the_key_comes_from_the_fixtures() -> None:
    question = short(accept=[{"regex": "roots?"}], fixtures={"right": ["root"], "wrong": ["x"]})

    assert question.key_text(NOW, "zh") == "root"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({}, "E-rule"),
        ({"text": "a", "regex": "a"}, "E-rule"),
        ({"text": "。"}, "E-rule"),
        ({"regex": "(a"}, "E-regex"),
        ({"regex": "(?=a)a"}, "E-regex"),
        ({"regex": r"(a)\1"}, "E-regex"),
        ({"regex": "((a{100}){100}){100}"}, "E-regex"),
        ({"regex": "a*"}, "E-regex-empty"),
        ({"regex": "Channel"}, "E-regex-case"),
    ],
)
def test_a_rule_that_cannot_work_is_found(rule: dict[str, str], code: str) -> None:
    assert paths(short(accept=[{"text": "channel shuffle"}, rule]), code)


@pytest.mark.parametrize("regex", [r"\S+", r"\p{Han}+", "[[:alpha:]]x", "a(?P<N>b)"])
def test_capitals_that_belong_to_the_syntax_are_fine(regex: str) -> None:
    assert paths(short(accept=[{"regex": regex}]), "E-regex-case") == []


def test_rules_of_common_errors_are_checked_too() -> None:
    errors = [{"match": [{"regex": "("}], "say": said("x")}]

    assert paths(short(common_errors=errors), "E-regex") == ["common_errors[0].match[0].regex"]


@pytest.mark.parametrize(
    ("fixtures", "path"),
    [
        ({"right": ["shuffel"], "wrong": ["pixel"]}, "fixtures.right[0]"),
        ({"right": ["shuffle"], "wrong": ["pixel", "SHUFFLE"]}, "fixtures.wrong[1]"),
    ],
)
def test_fixtures_are_judged_as_the_file_says(fixtures: dict[str, Any], path: str) -> None:
    assert paths(short(fixtures=fixtures), "E-fixture") == [path]


def test_a_common_error_must_not_match_a_right_answer() -> None:
    errors = [{"match": [{"regex": ".*shuffle"}], "say": said("x")}]

    assert "E-error-right" in codes(short(common_errors=errors))


def test_a_common_error_needs_an_example() -> None:
    errors = [{"match": [{"text": "reshape"}], "say": said("x")}]

    assert codes(short(common_errors=errors)) == ["E-error-fixture"]


def test_normalising_twice_changes_nothing_more() -> None:
    for typed in ("“Ａ b。”", " x  y ", "ﬁne!", "。", "'a' "):
        assert normalise(normalise(typed)) == normalise(typed)
