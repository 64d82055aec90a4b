"""Templates: a formula is rendered once, and the numbers of a variant are put in afterwards."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bank.reading import Content, question_files, read_content, read_question
from app.bank.rendering import fill, render, without_paragraph
from app.domain.text import LANGS
from app.domain.variants import fill as fill_source
from app.domain.variants import values_of

QUESTIONS = Path(__file__).parents[2] / "questions"


def shown(source: str, **values: str) -> str:
    rendered = render(source, "en")
    assert rendered.faults == ()
    return fill(rendered.html, values)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{n}} rows", "<p>31 rows</p>"),
        ("$x^{{n}}$", "<p><math><msup><mi>x</mi><mn>31</mn></msup></math></p>"),
        ("$\\sqrt{{n}}$", "<p><math><msqrt><mn>31</mn></msqrt></math></p>"),
        ("$\\sqrt{{{n}}}$", "<p><math><msqrt><mn>31</mn></msqrt></math></p>"),
        ("`x = {{n}}`", "<p><code>x = 31</code></p>"),
        ("**{{n}}**", "<p><strong>31</strong></p>"),
        ("`$a` {{n}} `$b`", "<p><code>$a</code> 31 <code>$b</code></p>"),
        ("\\$5 {{n}} \\$6", "<p>$5 31 $6</p>"),
    ],
)
def test_a_value_stands_where_its_placeholder_stood(source: str, expected: str) -> None:
    assert shown(source, n="31").replace(' class="tml-sml-pad"', "") == expected


def test_a_full_stop_after_a_number_is_not_a_decimal_point() -> None:
    assert shown("$$x={{n}}.$$", n="31").endswith(
        "<mrow><mn>31</mn><mo>.</mo></mrow></mrow></math></div>"
    )


def test_negative_and_very_small_numbers_are_set_as_formulas() -> None:
    assert '<mo form="prefix" stretchy="false">−</mo><mn>3</mn>' in shown("${{n}}$", n="-3")
    assert "<mn>1.2</mn><mo>×</mo><msup><mn>10</mn><mn>−9</mn></msup>" in shown(
        "${{n}}$", n="1.2e-9"
    )


def test_numbers_in_prose_are_spelt_for_readers_and_in_code_for_machines() -> None:
    page = shown("{{a}} and {{b}}, `{{a}} {{b}}`", a="-3", b="1.2e-9")

    assert page == "<p>−3 and 1.2 × 10⁻⁹, <code>-3 1.2e-9</code></p>"


def test_words_are_escaped_wherever_they_stand() -> None:
    page = shown("{{w}} $x={{w}}$ `{{w}}`", w="<b>&")

    assert page.count("&lt;b&gt;&amp;") == 3
    assert "<b>" not in page
    assert "<mtext>" in page


def test_without_values_the_placeholder_is_shown() -> None:
    assert fill(render("{{n}} and ${{n}}$", "en").html) == (
        "<p>{{n}} and <math><mtext>{{n}}</mtext></math></p>"
    )


def test_braces_of_tex_are_no_placeholder() -> None:
    assert shown("$\\frac{ {a}}{b}$", a="7") == shown("$\\frac{a}{b}$")


def test_a_lone_paragraph_is_taken_off() -> None:
    assert without_paragraph("<p>a <em>b</em></p>") == "a <em>b</em>"
    assert without_paragraph("<p>a</p>\n<p>b</p>") == "<p>a</p>\n<p>b</p>"
    assert without_paragraph("<ul><li>a</li></ul>") == "<ul><li>a</li></ul>"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 999))
def test_filling_is_the_same_as_rendering_the_numbers(first: int, second: int) -> None:
    source = "$\\frac{{a}}{1+{{b}}}$ of {{a}}: `{{b}}`, $x_{{b}}^{{a}}$, ${{a}}\\times{{b}}$"
    values = {"a": str(first), "b": str(second)}

    # In TeX the value goes into braces; \frac12{{a}} would otherwise take one digit.
    written = source.replace("{{a}}", f"{{{first}}}").replace("{{b}}", f"{{{second}}}")
    written = written.replace(f"of {{{first}}}", f"of {first}").replace(
        f"`{{{second}}}`", f"`{second}`"
    )

    assert fill(render(source, "en").html, values) == render(written, "en").html


def test_the_whole_bank_reads_the_same_filled_as_rendered_anew() -> None:
    """The sentinels must not change how Temml sets a formula: compare with the numbers written."""
    differing: list[str] = []
    for path in question_files(QUESTIONS):
        content = read_content(QUESTIONS, path)
        assert isinstance(content, Content)
        question = read_question(content, html={}).question
        assert question is not None, path
        if question.variants is None:
            continue
        variant = question.variant(1)
        for lang in LANGS:
            values = values_of(question, variant, lang)
            for where, text in question.texts():
                said = text.said_in(lang)
                filled = fill(render(said, lang).html, values)
                anew = render(fill_source(said, values), lang).html
                if _loose(filled) != _loose(anew):
                    differing.append(f"{question.slug} {where}.{lang}")
    assert differing == []


LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _loose(page: str) -> str:
    """Forget the groups that only hold a number together, and Temml's full stop inside one."""
    page = re.sub(r"<mn>([0-9.]*[0-9])\.</mn>", r"<mn>\1</mn><mo>.</mo>", page)
    # Two numbers with a comma between them, written out, look like one of more than a thousand.
    page = re.sub(
        r"<mn>(\d+),(\d{3})</mn>", r'<mn>\1</mn><mo separator="true">,</mo><mn>\2</mn>', page
    )
    page = page.replace(' form="prefix" stretchy="false"', "")  # a minus after a comma
    page = page.replace("−", "-")  # running text gets a real minus, and powers of ten
    page = re.sub(r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(LOWERED), page)
    return page.replace("<mrow>", "").replace("</mrow>", "")
