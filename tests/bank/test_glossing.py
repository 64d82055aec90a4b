"""Marked terms: each once, whole words, the longest form, and nothing but prose."""

import re

import pytest

from app.bank.glossary import Forms, Glossary, Meaning, Term
from app.bank.glossing import Glosser
from app.bank.rendering import fill, render
from app.domain.text import Lang


def term(en: str, zh: str, also: str = "") -> Term:
    return Term(
        en=en,
        zh=zh,
        aliases=Forms(en=tuple(also.split(", ")) if also else ()),
        meaning=Meaning(zh=f"{zh}的意思", en=f'the "meaning" of {en}'),
    )


GLOSSER = Glosser(
    Glossary(
        (
            term("convolution", "卷积"),
            term("transposed convolution", "转置卷积"),
            term("batch normalisation", "批归一化", "batch norm, BN"),
            term("leaky ReLU", "带泄漏的 ReLU"),
            term("loss", "损失"),
            term("Adam", "Adam 算法"),
        )
    )
)


def marked(source: str, lang: Lang = "en") -> list[str]:
    html = GLOSSER.glossed(render(source, lang).html, lang)
    return re.findall(r"<dfn [^>]*>([^<]*)</dfn>", html)


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("A loss, a Loss and losses.", ["loss"]),
        ("Losses first.", ["Losses"]),
        ("Lossless glosses of a loss-like loss_1.", []),
        (
            "A transposed\nconvolution, then a convolution.",
            ["transposed\nconvolution", "convolution"],
        ),
        ("Batch norm is BN; a bn is not.", ["Batch norm"]),
        ("a bn is not", []),
        ("Leaky ReLU, not leaky relu.", ["Leaky ReLU"]),
        ("adam", []),
        ("`loss` and $loss$ and [loss](https://example.org/loss).", []),
        ("```python\nloss = 1\n```", []),
        ("| loss | n |\n|---|---|\n| convolution | 1 |", []),
        ("**Loss** of `x`, then convolution.", ["Loss", "convolution"]),
        ("{{loss}} of {{convolution}}", []),
        ("loss & BN < Adam", ["loss", "BN", "Adam"]),
    ],
)
def test_what_is_marked_in_english(source: str, terms: list[str]) -> None:
    assert marked(source) == terms


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("先转置卷积，再卷积，再卷积。", ["转置卷积", "卷积"]),
        ("用BN和Adam训练，损失变小。", ["BN", "Adam", "损失"]),
        ("BNN 不是术语。", []),
        ("批归一化就是 BN。", ["批归一化"]),
        ("用 Adam 算法。", ["Adam 算法"]),
    ],
)
def test_what_is_marked_in_chinese(source: str, terms: list[str]) -> None:
    assert marked(source, "zh") == terms


@pytest.mark.parametrize(
    ("source", "lang", "tip"),
    [
        ("loss", "en", "损失: the &quot;meaning&quot; of loss"),
        (
            "BN",
            "en",
            "batch normalisation · 批归一化: the &quot;meaning&quot; of batch normalisation",
        ),
        ("损失", "zh", "loss：损失的意思"),
        ("BN", "zh", "批归一化 · batch normalisation：批归一化的意思"),
    ],
)
def test_a_tip_says_the_other_language_and_the_meaning(source: str, lang: Lang, tip: str) -> None:
    html = GLOSSER.glossed(render(source, lang).html, lang)

    assert f'<dfn class="term" tabindex="0" data-tip="{tip}">' in html


def test_values_of_a_variant_stay_as_they_are() -> None:
    template = render("The loss is {{n}}.", "en").html

    html = fill(GLOSSER.glossed(template, "en"), {"n": "loss"})

    assert html.count("<dfn") == 1
    assert html.endswith("</dfn> is loss.</p>")


def test_headings_have_no_marks() -> None:
    assert "<dfn" not in GLOSSER.glossed("<h2>The <em>loss</em></h2>", "en")


def test_without_terms_a_text_stays_as_it_is() -> None:
    assert Glosser(Glossary()).glossed("<p>loss</p>", "en") == "<p>loss</p>"
