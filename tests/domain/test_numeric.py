from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kinds.reading import quoted, read_number
from app.domain.kinds.tolerance import close, shown_key
from app.domain.text import Text
from app.domain.variants import Variant
from tests.domain.builders import codes, numeric, paths, said

NOW = Variant(0)


def asked(value: str = "48", check: str = "exact_int", **more: Any) -> Any:  # noqa: ANN401
    return numeric(answer={"value": value, "check": check, **more})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1250", 1250),
        (" 1250 ", 1250),
        ("+7", 7),
        ("-7", -7),
        ("−7", -7),
        ("－７", -7),
        ("１２５０", 1250),
        ("1,234,567", 1234567),
        ("1，234", 1234),
        ("1 234 567", 1234567),
        ("1\u2009234", 1234),
        ("1\u00a0234", 1234),
        ("1_000", 1000),
        ("1,2345,6789", 123456789),
        ("0.25", 0.25),
        (".5", 0.5),
        ("3.", 3),
        ("3.0", 3),
        ("1.2e6", 1200000),
        ("1.2E+6", 1200000),
        ("5e-1", 0.5),
        ("1.2×10^6", 1200000),
        ("1.2 x 10^6", 1200000),
        ("1.2*10**6", 1200000),
        ("1.2·10^{6}", 1200000),
        ("1.2×10⁶", 1200000),
        ("5×10⁻¹", 0.5),
        ("10^6", 1000000),
        ("2^20", 1048576),
        ("3/4", 0.75),
        ("-3/4", -0.75),
        ("３／４", 0.75),
        ("8/4", 2),
        ("½", 0.5),
        ("1.2万", 12000),
        ("-1.5 万", -15000),
        ("3亿", 300000000),
        ("3亿5000万", 350000000),
        ("2百万", 2000000),
        ("1.5万亿", 1500000000000),
        ("12%", 0.12),
        ("12 ％", 0.12),
        ("48个", 48),
        ("=48", 48),
        ("≈ 0.5", 0.5),
        ("$48$", 48),
        ("5 MB", 5),
        ("5mb", 5),
        ("5兆字节", 5),
        ("1e300", 10**300),
        ("0", 0),
    ],
)
def test_a_number_is_read_in_the_spellings_people_use(typed: str, number: float) -> None:
    read = read_number(typed, ["MB", "兆字节", ""])

    assert read == number
    assert isinstance(read, int) is (Fraction(number).denominator == 1)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a quarter",
        "12,34",
        "1,5",
        "1 2",
        "1,2345,678",
        "--3",
        "3/4/5",
        "3/",
        "/3",
        "3/0",
        "1½",
        "0x10",
        "nan",
        "inf",
        "-∞",
        "1e301",
        "1e300×10",
        "9e300",
        "1e999999",
        "2^9999",
        "1e",
        "万",
        "3万5",
        "3万2亿",
        "5 kg",
        "MB",
        ".",
        "٣",
        "二十",
        "9" * 201,
        "\ud800",
        "1\ud800",
    ],
)
def test_what_is_no_number_is_unreadable_and_named(typed: str) -> None:
    grade = asked(unit="MB").grade(typed, NOW)

    assert grade.score is None
    assert grade.unreadable is not None
    grade.unreadable.zh.encode()
    if typed.strip() and len(typed) < 20 and "\ud800" not in typed:
        assert typed.lower() in grade.unreadable.zh.lower()
        assert typed.lower() in grade.unreadable.en.lower()


@pytest.mark.parametrize(
    ("given", "score"),
    [(48, 1.0), (48.0, 1.0), (47, 0.0), (True, None), (None, None)],
)
def test_a_client_may_send_a_number_instead_of_text(given: object, score: float | None) -> None:
    assert asked().grade(given, NOW).score == score


def test_a_number_sent_that_has_no_decimal_form_is_unreadable() -> None:
    assert asked().grade(10**5000, NOW).score is None
    assert asked().grade(float("nan"), NOW).score is None


def test_what_is_quoted_is_short_and_clean() -> None:
    assert quoted("a\ud800b\nc") == "a b c"
    assert quoted("x" * 1_000_000) == "x" * 40 + "…"
    assert quoted(None) == "NoneType"


def test_a_count_is_whole_or_unreadable() -> None:
    grade = asked().grade("48.5", NOW)

    assert grade.score is None
    assert grade.unreadable is not None
    assert "48.5" in grade.unreadable.en


@pytest.mark.parametrize(
    ("check", "tol", "key", "given", "right"),
    [
        ("exact_int", 0, 48, 48, True),
        ("exact_int", 0, 10**30, 10**30 + 1, False),
        ("abs", 0.01, 0.5, 0.51, True),
        ("abs", 0.01, 0.5, 0.511, False),
        ("rel", 0.005, 3.1623, 3.16, True),
        ("rel", 0.005, 3.1623, 3.18, False),
        ("rel", 0.005, -200, -201, True),
        ("rel", 0.1, 0, 0.0, True),
        ("sigfigs", 3, 3.1662, 3.17, True),
        ("sigfigs", 3, 3.1662, 3.166, True),
        ("sigfigs", 3, 3.1662, 3.16, False),
        ("sigfigs", 2, 9.96, 10, True),
        ("sigfigs", 2, 1234, 1200, True),
        ("sigfigs", 2, 1260, 1200, False),
        ("sigfigs", 3, 0.00031662, 0.000317, True),
        ("sigfigs", 3, 0, 0, True),
        ("sigfigs", 3, 0, 0.001, False),
    ],
)
def test_a_number_is_right_within_its_tolerance(
    check: Any,  # noqa: ANN401
    tol: float,
    key: float,
    given: float,
    *,
    right: bool,
) -> None:
    assert close(check, tol, key, given) is right


@given(st.floats(1e-6, 1e6), st.integers(1, 6))
def test_rounding_the_key_to_its_figures_is_right(key: float, figures: int) -> None:
    assert close("sigfigs", figures, key, float(f"{key:.{figures}g}"))


@pytest.mark.parametrize(
    ("check", "tol", "key", "shown"),
    [
        ("exact_int", 0, 1234567, "1234567"),
        ("rel", 0.005, 3.16227766, "3.162"),
        ("rel", 0.005, 1234567.8, "1234568"),
        ("rel", 0, 3.25, "3.25"),
        ("abs", 0.01, 0.123456, "0.123"),
        ("abs", 0, 0.125, "0.125"),
        ("sigfigs", 3, 3.16227766, "3.16"),
        ("sigfigs", 3, 0.0, "0"),
    ],
)
def test_a_key_is_shown_with_the_figures_that_count(
    check: Any,  # noqa: ANN401
    tol: float,
    key: float,
    shown: str,
) -> None:
    assert shown_key(check, tol, key) == shown


def test_the_right_number_earns_everything() -> None:
    grade = numeric().grade("48", NOW)

    assert (grade.score, grade.correct, grade.remarks) == (1.0, True, ())


def test_a_known_slip_is_recognised_by_its_value() -> None:
    grade = numeric().grade("36", NOW)

    assert (grade.score, grade.correct) == (0.0, False)
    assert [(r.text.en, r.tone) for r in grade.remarks] == [("English three gates", "wrong")]


def test_an_unknown_number_is_wrong_without_a_remark() -> None:
    grade = numeric().grade("47", NOW)

    assert (grade.score, grade.remarks, grade.near) == (0.0, (), False)


@pytest.mark.parametrize(("typed", "near"), [("1.04", True), ("1.2", False)])
def test_an_answer_just_outside_the_tolerance_is_called_near(typed: str, *, near: bool) -> None:
    grade = asked("1.0", "rel", tol=0.005).grade(typed, NOW)

    assert (grade.score, grade.near) == (0.0, near)
    assert [remark.tone for remark in grade.remarks] == (["hint"] if near else [])


def test_a_slip_equal_to_the_key_or_to_an_earlier_slip_is_silent() -> None:
    question = asked(
        common_errors=[
            {"value": "48", "say": said("the key")},
            {"value": "36", "say": said("first")},
            {"value": "36", "say": said("second")},
            {"value": "1 / 0", "say": said("nothing")},
        ]
    )

    assert question.grade("48", NOW).correct
    assert [remark.text.en for remark in question.grade("36", NOW).remarks] == ["English first"]


def test_a_percent_sign_is_a_hundredth_unless_it_is_the_unit() -> None:
    assert asked("0.125", "rel", tol=0.005).grade("12.5%", NOW).correct
    assert asked("12.5", "rel", tol=0.005, unit="%").grade("12.5%", NOW).correct
    assert asked("12.5", "rel", tol=0.005, unit="%").grade("12.5", NOW).correct


PARAMS = {
    "k": {"int": [2, 99, 1]},
    "j": {"int": [2, 99, 1]},
    "w": {"text": {"zh": "where(k > 5, '次', '回')", "en": "where(k > 5, 'times', 'turns')"}},
}
PROMPT = {"zh": "{{k}} 乘 {{j}}", "en": "{{k}} by {{j}}"}


def varied(answer: dict[str, Any], **more: Any) -> Any:  # noqa: ANN401
    return numeric(prompt=PROMPT, variants={"version": 1, "params": PARAMS, **more}, answer=answer)


def test_key_slips_and_unit_follow_the_variant() -> None:
    question = varied(
        {
            "value": "k * j",
            "check": "exact_int",
            "unit": {"zh": "{{w}}", "en": "{{w}}"},
            "common_errors": [{"value": "k + j", "say": said("sum")}],
        }
    )
    drawn = question.variant(0)
    k, j = drawn.numbers["k"], drawn.numbers["j"]

    assert codes(question) == []
    assert question.key(drawn) == k * j
    assert question.key_text(drawn, "en") == f"{k * j} {drawn.words['w'].en}"
    assert question.answer_text(drawn) == str(k * j)
    assert question.grade(f"{k * j} {drawn.words['w'].zh}", drawn).correct
    assert question.grade(str(k + j), drawn).remarks[0].text.en == "English sum"


@pytest.mark.parametrize(
    ("check", "tol", "fine"),
    [
        ("exact_int", 0, True),
        ("exact_int", 1, False),
        ("abs", 0.1, True),
        ("abs", 0, False),
        ("rel", 0.005, True),
        ("rel", 0, False),
        ("rel", 1, False),
        ("sigfigs", 3, True),
        ("sigfigs", 0, False),
        ("sigfigs", 13, False),
        ("sigfigs", 2.5, False),
    ],
)
def test_the_tolerance_fits_the_check(check: str, tol: float, *, fine: bool) -> None:
    assert (paths(asked("48", check, tol=tol), "E-tolerance") == []) is fine


@pytest.mark.parametrize(
    ("answer", "code", "path"),
    [
        ({"value": "k *"}, "E-expression", "answer.value"),
        ({"value": "q"}, "E-expression-name", "answer.value"),
        ({"value": "w"}, "E-expression-name", "answer.value"),
        ({"value": "k / 7"}, "E-key-whole", "answer.value"),
        ({"value": "k // (k - 2)"}, "E-key", "answer.value"),
        ({"value": "k > 1"}, "E-key", "answer.value"),
    ],
)
def test_a_key_that_cannot_be_computed_is_found(
    answer: dict[str, str], code: str, path: str
) -> None:
    assert paths(varied({"check": "exact_int", **answer}), code) == [path]


def test_slips_are_expressions_like_the_key() -> None:
    answer = {
        "value": "k",
        "check": "exact_int",
        "common_errors": [{"value": "q", "say": said("x")}],
    }

    assert paths(varied(answer), "E-expression-name") == ["answer.common_errors[0].value"]


def test_a_slip_that_is_mostly_the_key_is_found() -> None:
    answer = {
        "value": "max(k, 80)",
        "check": "exact_int",
        "common_errors": [
            {"value": "k", "say": said("small")},
            {"value": "max(k, 3)", "say": said("hardly ever")},
        ],
    }

    assert paths(varied(answer), "E-error-indistinct") == ["answer.common_errors[1]"]


def test_parameters_that_cannot_be_drawn_are_not_blamed_on_the_key() -> None:
    assert codes(varied({"value": "k", "check": "exact_int"}, require=["k > 999"])) == ["E-variant"]


def test_a_unit_is_optional_and_may_be_the_same_in_both_languages() -> None:
    assert asked().key_text(NOW, "zh") == "48"
    assert asked(unit="MB").key_text(NOW, "zh") == "48 MB"


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    assert isinstance(read_number(typed), int | float | Text)


@given(st.fractions(-(10**9), 10**9, max_denominator=1000))
def test_fractions_are_read_back(number: Fraction) -> None:
    assert read_number(f"{number.numerator}/{number.denominator}") == pytest.approx(float(number))


@given(st.integers(-(10**15), 10**15), st.sampled_from(",_"))
def test_grouped_integers_are_read_back(number: int, mark: str) -> None:
    assert read_number(f"{number:{mark}}") == number
