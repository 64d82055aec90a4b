import pytest

from app.domain.parity import formulas, gaps, lead_ins, parity, placeholders
from app.domain.text import Text
from tests.domain.builders import codes, numeric, paths, single


def found(zh: str, en: str, known: frozenset[str] = frozenset()) -> list[str]:
    return [finding.code for finding in parity("prompt", Text(zh=zh, en=en), known)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("用 $k^2$ 计算。", "Compute $k^2$."),
        ("先 $a$ 再 $b$", "first $b$, then $a$"),
        ("$a + b$", "$a+b$"),
        ("$$x\n=1$$", "$$x =1$$"),
        ("`a < b` 与 `<div>`", "`<div>` and `a < b`"),
        ("```text\n中文 <b>\n```", "```text\nother $x$\n```"),
        ("若 $a<b$，则", "if $a<b$ then"),
        ("2 < 3", "2 < 3"),
        ("![](a-zh.svg)", "![](a-en.svg)"),
    ],
)
def test_texts_that_say_the_same_pass(zh: str, en: str) -> None:
    assert found(zh, en) == []


@pytest.mark.parametrize(
    ("zh", "en", "code"),
    [
        ("   ", "words", "E-text-empty"),
        ("$a$", "$b$", "E-parity-formulas"),
        ("$a$", "a", "E-parity-formulas"),
        ("{{k}} 个", "{{k}} of {{k2}}", "E-parity-placeholders"),
        ("[[one]]", "[[two]]", "E-parity-gaps"),
        ("```\nx\n```", "x", "E-parity-fences"),
        ("```x", "```x", "E-parity-fences"),
        ("看图 ![](a.svg)", "look", "E-parity-pictures"),
        ("中文", "half 中文", "E-english-has-chinese"),
        ("中文", "a full stop。", "E-english-has-chinese"),
        ("中文,好", "fine", "E-half-width"),
        ("加<b>粗</b>", "fine", "E-html"),
        ("好", "<!-- hidden -->", "E-html"),
        ("$\\frac{1}{2$", "$\\frac{1}{2$", "E-formula-braces"),
    ],
)
def test_a_difference_has_a_name(zh: str, en: str, code: str) -> None:
    assert code in found(zh, en, frozenset({"k", "k2"}))


def test_a_placeholder_must_be_declared() -> None:
    assert found("{{k}}", "{{k}}", frozenset({"k"})) == []
    assert found("{{q}}", "{{q}}", frozenset({"k"})) == ["E-placeholder"]


def test_a_message_names_what_stands_in_one_language_only() -> None:
    (finding,) = parity("prompt", Text(zh="$a$ $b$", en="$a$ $c$"), frozenset())

    assert finding.message.en == "The formulas differ. Only in zh: b; only in en: c."
    assert "只在中文：b" in finding.message.zh


def test_code_is_not_searched_for_formulas_or_gaps() -> None:
    assert formulas("`$a$` $b$ ```\n$c$\n```") == {"b"}
    assert gaps("`[[a]]` [[b]]") == ["b"]
    assert placeholders("{{a}} { {b} }") == {"a"}


@pytest.mark.parametrize(
    ("zh", "fine"),
    [
        ("**为什么。** **检验。** **一图。**", True),
        ("**为什么容易错。** **推导。** **易错。**", True),
        ("**为什么。** **检验。**", False),
        ("**检验。** **推导。** **为什么。**", False),
    ],
)
def test_an_explanation_has_three_parts_in_order(zh: str, *, fine: bool) -> None:
    text = Text(zh=zh, en="**Why.** **Check.** **Pitfall.**")

    assert ([f.code for f in lead_ins("explanation", text)] == []) is fine


def test_every_text_of_a_question_is_compared() -> None:
    options = [
        {
            "id": "a",
            "text": {"zh": "$x$", "en": "y"},
            "correct": True,
            "why": {"zh": "好", "en": "a"},
        },
        {
            "id": "b",
            "text": {"zh": "乙", "en": "b"},
            "correct": False,
            "why": {"zh": "好", "en": "中"},
        },
    ]
    question = single(options=options)

    assert paths(question, "E-parity-formulas") == ["options[0].text"]
    assert paths(question, "E-english-has-chinese") == ["options[1].why"]


def test_only_a_numeric_question_may_show_its_answer_and_only_afterwards() -> None:
    lead = {
        "zh": "**为什么。** **推导。** **检验。** {{answer}}",
        "en": "**Why.** **Derivation.** **Check.** {{answer}}",
    }

    assert codes(numeric(explanation=lead)) == []
    assert codes(single(explanation=lead)) == ["E-placeholder"]
    assert codes(numeric(prompt={"zh": "{{answer}}", "en": "{{answer}}"})) == ["E-answer-shown"]
    assert paths(
        numeric(hints=[{"cost": 0.1, "text": {"zh": "{{answer}}", "en": "{{answer}}"}}]),
        "E-answer-shown",
    ) == ["hints[0].text"]
