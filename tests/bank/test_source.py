"""Strict YAML: every trap is closed, and every problem says where it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bank.source import LARGEST, Source, parse_source


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in parse_source(text, "f.yaml").problems]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("a: no", "E-ambiguous", (1, 4), id="no is a truth value for some"),
        pytest.param("on: 1", "E-ambiguous", (1, 1), id="on as a key"),
        pytest.param("a: 010", "E-ambiguous", (1, 4), id="octal or ten"),
        pytest.param("a: 12:30", "E-ambiguous", (1, 4), id="base sixty"),
        pytest.param("a: 1e-7", "E-ambiguous", (1, 4), id="text or number"),
        pytest.param("a: 2026-11-01", "E-ambiguous", (1, 4), id="a date"),
        pytest.param("<<: {a: b}", "E-ambiguous", (1, 1), id="a merge key"),
        pytest.param("a: 1\nb: 2\na: 3", "E-duplicate-key", (3, 1), id="the last would win"),
        pytest.param("a: {b: 1, b: 2}", "E-duplicate-key", (1, 11), id="in flow style"),
        pytest.param("a: &x 1", "E-anchor", (1, 4), id="an anchor"),
        pytest.param("a: *x", "E-anchor", (1, 4), id="an alias, or bold text"),
        pytest.param("a: !!str 1", "E-tag", (1, 4), id="a tag"),
        pytest.param("a: !important", "E-tag", (1, 4), id="text that looks like a tag"),
        pytest.param("a: {en: three gates, as in a GRU}", "E-null", (1, 22), id="a comma in text"),
        pytest.param("a:\nb: 1", "E-null", (1, 1), id="no value"),
        pytest.param("a:\n  - 1\n  -", "E-null", (3, 4), id="no value in a list"),
        pytest.param('a: "\\frac{1}{2}"', "E-escape", (1, 4), id="a form feed"),
        pytest.param('a: "\\nabla"', "E-escape", (1, 4), id="a line break"),
        pytest.param('a: "\\alpha"', "E-escape", (1, 4), id="a bell"),
        pytest.param('a: "\\sum"', "E-yaml", (1, 5), id="no such escape"),
        pytest.param("a: layer # 2 is wide", None, (0, 0), id="one word and a comment"),
        pytest.param("a: see layer # 2", "E-comment", (1, 4), id="half the text is a comment"),
        pytest.param("a:\tb", "E-tab", (1, 3), id="a tab"),
        pytest.param("a: b\u200bc", "E-control-character", (1, 5), id="an invisible space"),
        pytest.param("a: b\u202ec", "E-control-character", (1, 5), id="right to left"),
        pytest.param("a: b\u2028c", "E-control-character", (1, 5), id="a strange line break"),
        pytest.param("a: \ue000", "E-control-character", (1, 4), id="private use"),
        pytest.param("a: `x`", "E-yaml", (1, 4), id="code as a plain scalar"),
        pytest.param("a: b: c", "E-yaml", (1, 5), id="a colon in text"),
        pytest.param("a: 'it's'", "E-yaml", (1, 8), id="an apostrophe"),
        pytest.param("x: 1\na: 'never closed\nb: 2", "E-yaml", (2, 4), id="where it was opened"),
        pytest.param("a: [1, 2", "E-yaml", (2, 1), id="an open bracket"),
        pytest.param("? [a]\n: b", "E-key", (1, 3), id="a list as a key"),
        pytest.param("1: b", "E-key", (1, 1), id="a number as a key"),
        pytest.param("a: 1\n---\nb: 2", "E-two-documents", (2, 1), id="two documents"),
        pytest.param("%YAML 1.1\n---\na: b", "E-directive", (1, 1), id="a directive"),
        pytest.param("- a", "E-not-a-mapping", (1, 1), id="a list"),
        pytest.param("", "E-empty", (1, 1), id="nothing"),
        pytest.param("# only a comment\n", "E-empty", (1, 1), id="a comment"),
    ],
)
def test_a_trap_is_a_problem_with_its_place(
    text: str, code: str | None, place: tuple[int, int]
) -> None:
    problems = parse_source(text, "f.yaml").problems

    if code is None:
        assert problems == ()
    else:
        assert code in {problem.code for problem in problems}
        problem = next(problem for problem in problems if problem.code == code)
        assert (problem.line, problem.column) == place
        assert problem.message_zh
        assert problem.message_en


def test_every_problem_of_a_file_is_found_in_one_run() -> None:
    assert codes("a: no\nb: &x 1\nc: !!int 2\nd:\na: 3\n") == [
        "E-ambiguous",
        "E-anchor",
        "E-tag",
        "E-null",
        "E-duplicate-key",
    ]


def test_a_null_that_is_half_a_sentence_hints_at_the_comma() -> None:
    problem = parse_source("a: {en: That counts three gates, as in a GRU.}", "f").problems[0]

    assert "comma" in problem.message_en
    assert "逗号" in problem.message_zh


def test_what_follows_a_bad_character_is_still_read() -> None:
    assert codes("a: b\x07\nc: no") == ["E-control-character", "E-ambiguous"]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: true", {"a": True}),
        ("a: False", {"a": False}),
        ("a: -3", {"a": -3}),
        ("a: 0x1F", {"a": 31}),
        ("a: 1.0e-7", {"a": 1e-7}),
        ("a: .5", {"a": 0.5}),
        ("a: 'no'", {"a": "no"}),
        ('a: "say \\"no\\""', {"a": 'say "no"'}),
        ("a: |-\n  x\n\n  y\n", {"a": "x\n\ny"}),
        ("a: {b: [1, {c: d}]}", {"a": {"b": [1, {"c": "d"}]}}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ],
)
def test_core_yaml_is_read_as_it_says(text: str, data: object) -> None:
    source = parse_source(text, "f.yaml")

    assert source.problems == ()
    assert source.data == data


def test_a_file_that_is_not_utf8_names_the_byte() -> None:
    problem = parse_source("a: 1\nb: é".encode("latin-1"), "f.yaml").problems[0]

    assert (problem.code, problem.line, problem.column) == ("E-encoding", 2, 4)


def test_size_and_depth_are_bounded() -> None:
    assert codes(b"a: '" + b"x" * LARGEST + b"'") == ["E-too-large"]
    assert codes("a: " + "[" * 19 + "]" * 19) == []
    assert codes("a: " + "[" * 21 + "]" * 21) == ["E-too-deep"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "'", "&a ", "!!"])
def test_deep_nesting_neither_crashes_nor_hangs(opening: str) -> None:
    assert codes(opening * (LARGEST // len(opening) - 10))


def test_aliases_that_grow_without_bound_are_not_expanded() -> None:
    laughs = "a: &a [x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )

    assert set(codes(laughs)) == {"E-anchor"}


class TestPlaces:
    source: Source = parse_source(
        "title: x\nanswer:\n  errors:\n    - {value: 1, say: a}\n    - value: 2\n      say: |-\n"
        "        first\n        $bad_{$ here\n",
        "f.yaml",
    )

    def test_of_a_value(self) -> None:
        assert self.source.place("answer.errors[0].say") == (4, 23)

    def test_of_a_key(self) -> None:
        assert self.source.place("answer.errors[1].say", key=True) == (6, 7)

    def test_of_something_missing_is_what_should_hold_it(self) -> None:
        assert self.source.place("answer.errors[1].unit") == (5, 7)
        assert self.source.place("nothing.at.all") == (1, 1)

    def test_of_words_inside_a_block(self) -> None:
        assert self.source.place_of("answer.errors[1].say", "bad_{") == (8, 10)

    def test_of_words_that_are_not_there_is_the_block(self) -> None:
        assert self.source.place_of("answer.errors[1].say", "elsewhere") == (6, 12)


@given(st.text(max_size=300))
def test_no_text_makes_the_loader_raise(text: str) -> None:
    parse_source(text, "f.yaml")


@given(st.text(st.sampled_from(list("ab:-? [{}]#&*!|>'\"%@`~,\n\\\t01.eE_=<ny")), max_size=120))
def test_no_yaml_like_text_makes_the_loader_raise(text: str) -> None:
    source = parse_source(text, "f.yaml")

    for problem in source.problems:
        assert problem.line >= 1
        assert problem.column >= 1


@given(st.binary(max_size=300))
def test_no_bytes_make_the_loader_raise(content: bytes) -> None:
    parse_source(content, "f.yaml")


_WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20)
_PLAIN = st.recursive(
    _WORDS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS.filter(bool), inner),
    max_leaves=15,
)


@given(st.dictionaries(_WORDS.filter(bool), _PLAIN, min_size=1))
def test_what_is_quoted_comes_back_as_it_was(data: dict[str, Any]) -> None:
    text = _quoted(data)

    source = parse_source(text, "f.yaml")

    assert source.problems == ()
    assert source.data == data


def _quoted(value: object) -> str:
    """Write data in flow style with single quotes, as authors are told to."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(k)}: {_quoted(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, float):
        mantissa, _, exponent = repr(value).partition("e")
        mantissa = mantissa if "." in mantissa else f"{mantissa}.0"
        sign = "" if exponent[:1] in "+-" else "+"
        return f"{mantissa}e{sign}{exponent}" if exponent else mantissa
    return json.dumps(value)
