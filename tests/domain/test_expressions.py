import ast
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.expressions import MAX_SOURCE, ExpressionError, compile_expression

NAMES = {"a": 7, "b": 2, "c": 0.5, "zero": 0}


def value(source: str) -> object:
    return compile_expression(source).value(NAMES)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(a + b) * 2", 18),
        ("a // b", 3),
        ("a % b", 1),
        ("a / b", 3.5),
        ("a ** b", 49),
        ("-a", -7),
        ("+a", 7),
        ("not a", False),
        ("1 < b < a", True),
        ("1 < a < b", False),
        ("a == 7 and b != 3", True),
        ("a <= 6 or b >= 2", True),
        ("a > 1", True),
        ("min(a, b, 1)", 1),
        ("max([a, b])", 7),
        ("sum([a, b, 1])", 10),
        ("abs(b - a)", 5),
        ("floor(a / b)", 3),
        ("ceil(a / b)", 4),
        ("round(2.5)", 2),
        ("round(3.14159, 2)", 3.14),
        ("sqrt(49)", 7.0),
        ("exp(0)", 1.0),
        ("log(1)", 0.0),
        ("log2(8)", 3.0),
        ("where(a > b, 1, 2)", 1),
        ("where(a < b, 1, 2)", 2),
        ("where(a == 7, 'seven', 'else')", "seven"),
        ("where(a != 7, 'seven', where(b == 2, 'two', 'else'))", "two"),
        ("'words'", "words"),
        ("where(a > 1, '3x3', '5x5')", "3x3"),
        ("1e3 + 1_000 + 2.5E-1 + log2(8)", 2003.25),
        ("(1 - 0.9) / sqrt(1 - 0.999)", 0.09999999999999998 / math.sqrt(1 - 0.999)),
    ],
)
def test_an_expression_has_the_value_of_its_arithmetic(source: str, expected: object) -> None:
    assert value(source) == expected


def test_only_the_branch_taken_is_evaluated() -> None:
    assert value("where(zero == 0, 1, 1 / zero)") == 1
    assert value("zero != 0 and 1 / zero > 1") is False
    assert value("zero == 0 or 1 / zero > 1") is True


def test_an_expression_knows_the_names_it_uses() -> None:
    assert compile_expression("where(a > 1, sum([b, c]), min(a, 2))").names == {"a", "b", "c"}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a.b",
        "a[0]",
        "a(1)",
        "__import__('os')",
        "lambda: 1",
        "[x for x in a]",
        "[]",
        "{1: 2}",
        "(1, 2)",
        "f'{a}'",
        "1 if a else 2",
        "if(a, 1, 2)",
        "a ? 1 : 2",
        "a in b",
        "a is b",
        "~a",
        "a & b",
        "a << b",
        "a @ b",
        "a := 1",
        "a; b",
        "a\nb",
        "max(*a)",
        "max(a, key=b)",
        "sum(a)",
        "sqrt(a, b)",
        "where(a, b)",
        "round()",
        "sqrt",
        "1j",
        "None",
        "...",
        "b'x'",
        "1e999",
        "9" * 399,
        "abs(" * 60 + "1" + ")" * 60,
        "-" * 300 + "1",
        "1" + "+1" * 199,
        "1 +" + " " * MAX_SOURCE + "1",
        "a\x00",
        "\ud800",
        "1and 2",
        "0x10",
        "a + 2b",
        "1.5e3x",
        "'\\d'",
        "[1, 2]",
        "'a' * 3",
        "'a' < 'b'",
        "sum([[1], 2])",
        "sum([])",
        "min('a', 'b')",
        "where(a, 'one', 2)",
        "where(a, 1, 'two')",
        "where('a', 1, 2)",
        "where(a, 'one')",
        "a + where(b, 'x', 'y')",
    ],
)
def test_what_is_not_in_the_grammar_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression(source)

    assert refused.value.message.zh
    assert 0 <= refused.value.offset <= max(len(source), 1)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / zero", "Division by zero"),
        ("1 // zero", "Division by zero"),
        ("zero ** -1", "Division by zero"),
        ("missing + 1", "no parameter missing"),
        ("10 ** 65", "power"),
        ("1000001 ** 2", "power"),
        ("10.0**60 * 10.0**60 * 10.0**60 * 10.0**60 * 10.0**60 * 10.0**60", "too large"),
        ("10**60 * 10**60 * 10**60 * 10**60 * 10**60 * 10**60", "too large"),
        ("exp(1000)", "too large"),
        ("sqrt(-1)", "domain"),
        ("log(0)", "domain"),
        ("(-8) ** 0.5", "not real"),
        ("round(1.5, 0.5)", "places"),
        ("round(1.5, 16)", "places"),
    ],
)
def test_an_expression_without_a_value_says_why(source: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        value(source)


def test_a_misspelt_name_comes_with_a_suggestion() -> None:
    with pytest.raises(ExpressionError, match="did you mean sqrt"):
        compile_expression("sqr(4)")
    with pytest.raises(ExpressionError, match="did you mean side"):
        compile_expression("sidee").value({"side": 1})


def test_a_number_run_into_a_letter_is_pointed_out() -> None:
    with pytest.raises(ExpressionError, match="follows a number directly: 2b") as refused:
        compile_expression("where(a, '3x', 1) + 2b")

    assert refused.value.offset == 20


def test_the_offset_counts_characters_not_bytes() -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_expression("  where(a, '中文', ~b)")

    assert refused.value.offset == 17


def test_a_number_is_neither_words_nor_a_truth_value() -> None:
    assert compile_expression("a").number(NAMES) == 7
    for source in ("'a'", "a > 1"):
        with pytest.raises(ExpressionError):
            compile_expression(source).number(NAMES)


def test_words_are_not_a_number() -> None:
    assert compile_expression("'a'").words(NAMES) == "a"
    with pytest.raises(ExpressionError):
        compile_expression("1").words(NAMES)


LEAVES = st.one_of(
    st.integers(0, 99).map(str),
    st.floats(0.1, 99).map(lambda number: f"{number:.3f}"),
    st.sampled_from(["a", "b", "c"]),
)
ARITHMETIC = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["abs", "floor", "ceil"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
    ),
    max_leaves=8,
)


@given(ARITHMETIC)
def test_arithmetic_agrees_with_python(source: str) -> None:
    known = {"abs": abs, "floor": math.floor, "ceil": math.ceil, "max": max, **NAMES}
    try:
        expected = eval(compile(ast.parse(source, mode="eval"), "test", "eval"), {}, known)  # noqa: S307 - made above
    except ArithmeticError:
        with pytest.raises(ExpressionError):
            value(source)
    else:
        assert value(source) == expected


PIECES = st.lists(
    st.one_of(
        st.sampled_from("0123456789.eEjx()[]{},:;=!<>+-*/%&|^~@'\"\\ \t\n_#?"),
        st.sampled_from(
            [
                "**",
                "//",
                "==",
                "where(",
                "sum([",
                "max(",
                "sqrt(",
                "a",
                "b",
                "zero",
                "__class__",
                ".a",
                "1e308",
            ]
        ),
        st.sampled_from(["and ", "or ", "not ", " if ", " else ", "lambda ", "10**64", "9" * 30]),
        st.sampled_from(["中", "\ud800", "\x00"]),
    ),
    max_size=40,
).map("".join)


def outcome(source: str) -> object:
    """Return the value, or the refusal itself."""
    try:
        return compile_expression(source).value(NAMES)
    except ExpressionError as refused:
        return refused


@given(st.one_of(st.text(max_size=60), PIECES))
@example("(" * 400)
@example("[" * 400)
@example("-" * 400)
@example("not " * 100)
@example("a" + ".a" * 190)
@example("9**9**9**9")
def test_hostile_input_is_refused_and_never_anything_worse(source: str) -> None:
    found = outcome(source)

    if isinstance(found, ExpressionError):
        assert found.message.zh
        assert found.message.en
    else:
        assert isinstance(found, int | float | str)
        assert not isinstance(found, float) or math.isfinite(found)
