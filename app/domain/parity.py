"""Two languages, one question: what must agree between the Chinese and the English of a text.

The same set of formulas (white space ignored), of `{{placeholders}}` and of `[[gaps]]`, and the
same number of code fences and of pictures; no Chinese in the English, no half-width punctuation
after Chinese, no raw HTML. (Format notes, rows 7 to 9.)
"""

import re
from collections.abc import Callable, Iterator

from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import PLACEHOLDER

LEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("为什么", "推导", "检验", "易错", "一图"),
    "en": ("Why", "Derivation", "Check", "Pitfall", "Picture"),
}
"""The bold words that open the parts of an explanation, in their order."""
MIN_LEADS = 3

GAP = re.compile(r"\[\[([\w-]+)\]\]")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_FENCE = "```"
_CHINESE = re.compile(r"[\u4e00-\u9fff，。；：]")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]")
_HTML = re.compile(r"<[a-zA-Z/!]")


def formulas(text: str) -> frozenset[str]:
    """Return the formulas of a text, without white space; code is not searched."""
    return frozenset(
        re.sub(r"\s+", "", display or inline)
        for display, inline in _MATH.findall(_CODE.sub(" ", text))
    )


def placeholders(text: str) -> frozenset[str]:
    """Return the names between double braces."""
    return frozenset(PLACEHOLDER.findall(text))


def gaps(text: str) -> list[str]:
    """Return the ids between double square brackets outside code, in order."""
    return GAP.findall(_CODE.sub(" ", text))


def pictures(text: str) -> list[str]:
    """Return the files of the pictures that a text shows, in order."""
    return _PICTURE.findall(_CODE.sub(" ", text))


def _prose(text: str) -> str:
    return _CODE.sub(" ", _MATH.sub(" ", text))


def parity(path: str, text: Text, known: frozenset[str]) -> Iterator[Finding]:
    """Compare the two languages of one text; `known` are the placeholders that may be used."""
    zh, en = text.zh, text.en
    if not zh.strip() or not en.strip():
        yield Finding.said(
            path, "E-text-empty", "两种语言都要有内容。", "Both languages need words."
        )
        return
    yield from _same_sets(path, text)
    if unknown := sorted((placeholders(zh) | placeholders(en)) - known):
        names, usable = ", ".join(unknown), ", ".join(sorted(known)) or "—"
        yield Finding.said(
            path,
            "E-placeholder",
            f"没有参数 {names}；可用：{usable}。TeX 里的双层花括号写成“{{ {{”。",
            f"No parameter {names}; there are: {usable}. Write double braces of TeX as '{{ {{'.",
        )
    if zh.count(_FENCE) != en.count(_FENCE) or zh.count(_FENCE) % 2:
        yield Finding.said(
            path,
            "E-parity-fences",
            "代码块的 ``` 要成对，且两种语言个数相同。",
            "Code fences ``` come in pairs, and in the same number in both languages.",
        )
    # In number, not by name: a picture with words in it is a file of its own in each language.
    if len(pictures(zh)) != len(pictures(en)):
        yield Finding.said(
            path,
            "E-parity-pictures",
            "两种语言里的图 ![](…) 个数不同。",
            "The pictures ![](…) are not the same in number in both languages.",
        )
    yield from _spelling(path, zh, en)


def _same_sets(path: str, text: Text) -> Iterator[Finding]:
    compared: tuple[tuple[str, str, str, Callable[[str], frozenset[str]]], ...] = (
        ("E-parity-formulas", "公式", "formulas", formulas),
        ("E-parity-placeholders", "参数", "placeholders", placeholders),
        ("E-parity-gaps", "空", "gaps", lambda one: frozenset(gaps(one))),
    )
    for code, what_zh, what_en, found in compared:
        in_zh, in_en = found(text.zh), found(text.en)
        if in_zh == in_en:
            continue
        only_zh, only_en = _listed(in_zh - in_en), _listed(in_en - in_zh)
        yield Finding.said(
            path,
            code,
            f"中英文的{what_zh}不一致。只在中文：{only_zh}；只在英文：{only_en}。",
            f"The {what_en} differ. Only in zh: {only_zh}; only in en: {only_en}.",
        )


def _listed(items: frozenset[str]) -> str:
    return ", ".join(item[:60] for item in sorted(items)[:5]) or "—"


def _spelling(path: str, zh: str, en: str) -> Iterator[Finding]:
    if found := _CHINESE.search(en):
        yield Finding.said(
            path,
            "E-english-has-chinese",
            f"英文里有中文字符或全角标点“{found[0]}”。",
            f'A Chinese character or full-width mark "{found[0]}" stands in the English.',
        )
    if found := _HALF_WIDTH.search(_prose(zh)):
        yield Finding.said(
            path,
            "E-half-width",
            f"“{found[0]}”：汉字后面用全角标点。",
            f'"{found[0]}": after a Chinese character, punctuation is full-width.',
        )
    for lang, text in (("zh", zh), ("en", en)):
        if found := _HTML.search(_prose(text)):
            yield Finding.said(
                path,
                "E-html",
                f"（{lang}）不能用 HTML 标签“{found[0]}”；代码放进反引号。",
                f'({lang}) No HTML such as "{found[0]}"; put code between backticks.',
            )
        if any(one.count("{") != one.count("}") for one in formulas(text)):
            yield Finding.said(
                path,
                "E-formula-braces",
                f"（{lang}）有公式的花括号不成对。",
                f"({lang}) The braces of a formula do not match.",
            )


def lead_ins(path: str, text: Text) -> Iterator[Finding]:
    """Check that an explanation has at least three of its parts, in order."""
    for lang in LANGS:
        places = [text.said_in(lang).find(f"**{lead}") for lead in LEADS[lang]]
        used = [place for place in places if place >= 0]
        if len(used) >= MIN_LEADS and used == sorted(used):
            continue
        leads = " · ".join(LEADS[lang])
        yield Finding.said(
            path,
            "E-lead-ins",
            f"（{lang}）解析要用粗体引出至少三部分，依次选自：{leads}。",
            f"({lang}) An explanation has at least three parts with bold lead-ins, in this order: "
            f"{leads}.",
        )
