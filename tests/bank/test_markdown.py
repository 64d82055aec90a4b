"""Markdown: what it becomes, what it refuses, and that nothing gets past the closed lists."""

import re

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.bank.gaps import gap_token
from app.bank.highlighting import python_html, solution_html
from app.bank.markdown import ATTRIBUTES, SCHEMES, TAGS
from app.bank.rendering import render

PICTURES = {"rf.svg": ("/questions/q/figures/rf.svg?v=1", "the receptive field")}


def html(source: str) -> str:
    rendered = render(source, "en", PICTURES)
    assert rendered.faults == ()
    return rendered.html


def faults(source: str) -> list[str]:
    return [fault.code for fault in render(source, "en", PICTURES).faults]


def test_inline_formulas_stand_in_the_line() -> None:
    assert html("Let $x=1$.") == (
        '<p>Let <span class="m-line"><math><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow></math>.'
        "</span></p>"
    )


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("设 $k$。再", "…。"),
        ("（$k$）时", "（…）"),
        ("“$k$”，再", "“…”，"),
        ("$k$、$m$ 与", "…、"),
        ("a ($k$), b", "(…),"),
    ],
)
def test_a_formula_and_its_punctuation_stay_on_one_line(source: str, kept: str) -> None:
    before, _, after = kept.partition("…")

    assert f'<span class="m-line">{before}<math><mi>k</mi></math>{after}</span>' in html(source)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("`p`、`t`", '<span class="m-line"><code>p</code>、</span><wbr><code>t</code>'),
        ("（`K`）时", '<span class="m-line">（<code>K</code>）</span>时'),
        ("at `rtol=1e-7` or", 'at <span class="m-line"><code>rtol=1e-7</code></span> or'),
    ],
)
def test_a_word_of_code_is_broken_neither_inside_nor_from_its_punctuation(
    source: str, kept: str
) -> None:
    assert html(source) == f"<p>{kept}</p>"


def test_code_of_several_words_may_be_broken_and_a_plain_one_needs_no_wrapping() -> None:
    assert "m-line" not in html("`opt_step(name, p, g)`, and `state` is a `dict`")
    assert "m-line" not in html(f"`{'a-b' * 20}`.")


def test_a_formula_between_words_and_one_of_its_own_need_no_wrapping() -> None:
    assert "m-line" not in html("设 $k$ 为")
    assert "m-line" not in html("$$k$$\n\n。")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("第一句。\n第二句", "第一句。第二句", id="after a full stop"),
        pytest.param("批归\n一化", "批归一化", id="inside a word"),
        pytest.param("结束。\nReLU 之后", "结束。ReLU 之后", id="full stop before Latin"),
        pytest.param("用 BN\n之后", "用 BN\n之后", id="Latin before Chinese keeps its space"),
        pytest.param("one\ntwo", "one\ntwo", id="Latin keeps its space"),
        pytest.param(
            "**为什么。**\n因为", "<strong>为什么。</strong>因为", id="through the end of bold"
        ),
    ],
)
def test_a_line_break_between_chinese_is_no_space(source: str, shown: str) -> None:
    assert html(source) == f"<p>{shown}</p>"


def test_a_display_formula_is_taken_out_of_its_paragraph() -> None:
    page = html("so that\n$$x=1$$\nand **so** on")

    assert page.startswith('<p>so that</p>\n<div class="eq"><math display="block"')
    assert page.endswith("</div>\n<p>and <strong>so</strong> on</p>")


@pytest.mark.parametrize("source", ["- a\n  $$x$$\n  b\n- c", "> a $$x$$ b", "1. $$x$$\n2. b"])
def test_a_display_formula_in_a_list_or_quotation_leaves_sound_html(source: str) -> None:
    page = html(source)

    assert '<div class="eq">' in page
    assert "<p></p>" not in page
    assert not re.search(r"<p>[^/]*<div", page)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**为什么。**因为", "<strong>为什么。</strong>因为"),
        ("先**（注意）**后", "先<strong>（注意）</strong>后"),
        ("**“引用”**之后", "<strong>“引用”</strong>之后"),
        ("**a**文字", "<strong>a</strong>文字"),
        ("a *b* c", "a <em>b</em> c"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_emphasis_works_beside_chinese_and_as_always_elsewhere(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


def test_a_table_scrolls_can_be_reached_and_has_a_name() -> None:
    page = html("| width | $x$ |\n|---|--:|\n| 1 | 2 |")

    assert page.startswith(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table: width, x"><table>'
    )
    assert '<th scope="col" class="ta-right">' in page
    assert '<td class="ta-right">2</td>' in page
    assert " style=" not in page


def test_code_is_coloured_by_classes() -> None:
    assert '<pre class="hl" tabindex="0"><code><span class="k">def</span>' in html(
        "```python\ndef f(): pass\n```"
    )
    assert '<pre class="hl" tabindex="0"><code>a &lt; b\n</code></pre>' in html("```\na < b\n```")


def test_a_declared_picture_is_shown_with_its_description() -> None:
    assert html("![](rf.svg)") == (
        '<p class="figure"><img src="/questions/q/figures/rf.svg?v=1" alt="the receptive field"'
        ' loading="lazy"></p>'
    )


def test_a_picture_among_words_has_no_frame() -> None:
    assert html("see ![](rf.svg)").startswith("<p>see <img ")


def test_links_leave_no_trace_behind() -> None:
    assert 'rel="noopener noreferrer"' in html("[x](https://example.org)")


def test_a_gap_becomes_a_token_but_not_in_code() -> None:
    assert html("a [[one]] `x[[i]]`") == f"<p>a {gap_token('one')} <code>x[[i]]</code></p>"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a <b>bold</b>", "E-raw-html"),
        ("if a<b and c>d", "E-raw-html"),
        ("<script>alert(1)</script>", "E-raw-html"),
        ("<!-- note -->", "E-raw-html"),
        ("**never closed", "E-bold"),
        ("** spaces **", "E-bold"),
        ("# heading", "E-heading"),
        ("heading\n---", "E-heading"),
        ("costs $ 5 $ each", "E-dollar"),
        ("$x", "E-dollar"),
        ("a\n\n    indented", "E-indented-code"),
        ("```pyhton\nx\n```", "E-code-language"),
        ("![](missing.svg)", "E-figure-undeclared"),
        ("![](https://example.org/x.png)", "E-figure-undeclared"),
        ("[x](other-question)", "E-link"),
        ("| a | $|x|$ |\n|---|---|\n| 1 | 2 |", "E-table"),
        ("| a | b |\n|---|---|\n| 1 | $|x|$ |", "E-table"),
        (r"$\frac{a$", "E-tex"),
        (r"$\color{red}x$", "E-tex-style"),
    ],
)
def test_what_would_not_show_as_meant_is_a_fault(source: str, code: str) -> None:
    assert code in faults(source)


@pytest.mark.parametrize("source", [r"costs \$5", "`$HOME`", r"a \*\* b", "a < b, c > d", "1. x"])
def test_what_shows_as_meant_is_none(source: str) -> None:
    assert faults(source) == []


def test_bad_tex_is_shown_as_code() -> None:
    assert render(r"a $\frac{x$", "en").html == r'<p>a <code class="tex">\frac{x</code></p>'


_MARKUP = st.text(st.sampled_from(list("ab*_`$[]()!<>/\"'=:#|-\n 中。&;{}\\^1.")), max_size=60)


@settings(max_examples=300, deadline=None)
@example("`1`。")
@given(_MARKUP)
def test_no_markdown_gets_anything_past_the_lists(source: str) -> None:
    page = render(source, "zh").html

    assert " style=" not in page
    assert page == nh3.clean(
        page,
        tags={*TAGS, "wbr"},  # put there after the cleaning, by us alone
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


@pytest.mark.parametrize(
    "attack",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        '<img src=x onerror="alert(1)">',
        "![x](javascript:alert(1))",
        "$\\href{javascript:alert(1)}{x}$",
        '$\\text{<img src=x onerror="alert(1)">}$',
        "```html\n<script>alert(1)</script>\n```",
        '<https://example.org/"onmouseover="alert(1)>',
    ],
)
def test_attacks_end_as_text(attack: str) -> None:
    page = render(attack, "en").html

    assert not re.search(r"<(script|img|iframe|svg)\b", page)
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert not re.search(r"(href|src)=\"(javascript|data):", page)


def test_the_empty_corner_of_a_table_is_no_heading() -> None:
    page = html("| | a |\n|---|---|\n| b | c |")

    assert page.count("<th ") == 1
    assert "<td></td>" in page


def test_an_authors_solution_is_coloured_once_and_as_any_other_source() -> None:
    source = "def f(x):\n    return x < 1  # 一\n"
    coloured = solution_html(source)
    assert coloured == python_html(source)
    assert solution_html(source) is coloured
