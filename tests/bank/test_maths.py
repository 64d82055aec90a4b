"""Formulas: MathML without inline styles, and refusals that an author can act upon."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bank import maths
from app.bank.maths import LONGEST, STYLES, TEMML, FormulaError, mathml

SAMPLES = [
    r"\hat{x}=\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}}",
    r"\begin{aligned}a&=b\\c&=d\end{aligned}",
    r"\begin{cases}a & x>0\\ b&\text{否则 else}\end{cases}",
    r"\begin{bmatrix}1&2&5\\3&4&6\end{bmatrix}",
    r"\begin{array}{|c:c|}\hline a&b\\\hline c&d\end{array}",
    r"\underbrace{a+b}_{c} \boxed{x} d\!e \overline{x}",
    r"\sum_{\substack{i\\j}} \begin{smallmatrix}a&b\\c&d\end{smallmatrix}",
    r"\frac{\frac{\frac{\frac ab}{c}}{d}}{e}",
    r"\mathbf{W}\mathcal{L}\mathbb{R}\boldsymbol{\theta}\operatorname{softmax}",
]


@pytest.mark.parametrize("tex", SAMPLES)
@pytest.mark.parametrize("display", [False, True])
def test_a_formula_has_classes_and_no_styles(tex: str, *, display: bool) -> None:
    markup = mathml(tex, display=display)

    assert markup.startswith("<math")
    assert " style=" not in markup
    assert ('display="block"' in markup) == display


def test_the_classes_stand_for_the_styles() -> None:
    markup = mathml(r"\begin{cases}a & b\\ c & d\end{cases}")

    assert '<mtd class="tml-left m-l10 m-r0">' in markup


@pytest.mark.parametrize(
    "tex", [r"\color{red}x", r"\tag{1}x", r"\raisebox{2pt}{x}", r"\llap{x}", r"\ref{a}"]
)
def test_a_style_outside_the_table_is_refused_by_name(tex: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        mathml(tex, display=True)

    assert refusal.value.code == "E-tex-style"
    assert tex in refusal.value.message.en


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\frac{a", "Unexpected end of input"),
        (r"\unknown{x}", r"Unsupported function name: \unknown"),
        ("a & b", "got '&'"),
        ("x^", "incomplete"),
        ("", "empty"),
        (r"\def\x{\x\x}\x", "Too many expansions"),
        (r"\includegraphics{x}", "not trusted"),
        ("x" * (LONGEST + 1), "longer than"),
    ],
)
def test_a_bad_formula_is_refused_in_temmls_words(tex: str, said: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        mathml(tex)

    assert said in refusal.value.message.en
    assert refusal.value.message.zh


def test_the_engine_works_on_after_running_out_of_stack_and_time() -> None:
    for bomb in ("{" * 3900, r"\sqrt{" * 600 + "}" * 600, r"\rule{1em}{1em}" * 260):
        with pytest.raises(FormulaError) as refusal:
            mathml(bomb + "^")
        assert refusal.value.code == "E-tex"

    assert mathml("x+1").startswith("<math>")


def test_threads_share_the_engine() -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda n: mathml(f"x_{{{n}}}"), range(40)))

    assert all(f"<mn>{n}</mn>" in markup for n, markup in enumerate(results))


def test_macros_do_not_leak_into_the_next_formula() -> None:
    mathml(r"\gdef\secret{1}\secret")

    with pytest.raises(FormulaError):
        mathml(r"\secret")


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from(list(r"\{}^_&ab1+ $<>'\"")), max_size=40))
def test_any_tex_gives_safe_markup_or_a_refusal(tex: str) -> None:
    try:
        markup = mathml(tex)
    except FormulaError:
        return
    assert " style=" not in markup
    assert "href" not in markup


def test_the_vendored_file_is_the_published_one() -> None:
    readme = (TEMML.parent / "README.md").read_text("utf-8")

    assert hashlib.sha256(TEMML.read_bytes()).hexdigest() in readme
    assert (TEMML.parent / "temml.LICENSE").is_file()


def test_every_class_of_the_table_has_a_rule_in_the_style_sheet() -> None:
    static = Path(__file__).parents[2] / "static"
    sheets = "".join(path.read_text("utf-8") for path in static.rglob("*.css"))
    wanted = {name for name in STYLES.values() if name}

    missing = {name for name in wanted if not re.search(rf"\.{name}\b", sheets)}

    assert not missing


def test_the_same_formula_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    call = maths.engine.call

    def counted(tex: str, *, display: bool) -> str:
        calls.append(tex)
        return call(tex, display=display)

    monkeypatch.setattr(maths.engine, "call", counted)
    for _ in range(3):
        mathml(r"\text{only once}")

    assert len(calls) == 1


@pytest.mark.parametrize(
    ("tex", "numbers"),
    [
        ("(1,2,3)", ["1", "2", "3"]),
        ("x_{1,2}", ["1", "2"]),
        ("8,500", ["8,500"]),
        ("1,234,567", ["1,234,567"]),
        ("(3,500,2)", ["3", "500", "2"]),
        ("0.5,0.25", ["0.5", "0.25"]),
        ("1{,}000", ["1,000"]),
    ],
)
def test_numbers_in_a_row_are_numbers_of_their_own(tex: str, numbers: list[str]) -> None:
    assert re.findall(r"<mn>([^<]*)</mn>", mathml(tex)) == numbers
