"""Texts to HTML templates, once per revision; and the values of a variant into a template.

Before rendering, every `{{name}}` becomes a 12-digit number, in TeX within braces, so that Markdown
and Temml see an ordinary number. Afterwards the number becomes a token of private characters, which
`fill` replaces: a formula is rendered once, however many variants are shown.
"""

import hashlib
import importlib.metadata
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from app.bank.faults import Fault, Page
from app.bank.markdown import to_html
from app.domain.text import Lang, Text

_PLACEHOLDER = re.compile(r"\{\{([A-Za-z][A-Za-z0-9_]*)\}\}")
_STRETCH = re.compile(r"```.*?```|`[^`\n]+`|\\\$|\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)
"""Code, an escaped dollar, or a formula: whichever begins first."""
_VALUE = re.compile(
    '(<mn(?: class="[^"]*")?>)?\ue000(val|raw):([A-Za-z][A-Za-z0-9_]*)\ue001(</mn>)?'
)
# TeX reads "{{n}}." at the end of a formula as one number with a decimal point.
_CROWDED = re.compile(
    '(<mn(?: class="[^"]*")?>)([^<\ue000]*)(\ue000val:\\w+\ue001)([^<\ue000]*)</mn>'
)
_LITERAL = re.compile("<code.*?</code>|<[a-z][^>]*\ue000[^>]*>", re.DOTALL)
_SENTINEL_DIGITS = 12
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻", "+")
_NUMBER = re.compile(r"([-−]?)([0-9][0-9.,\u00a0\u2009\u202f ]*)(?:e([-+−]?[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template and what was wrong with its source."""

    html: str
    faults: tuple[Fault, ...] = ()


def render(
    source: str, lang: Lang, figures: Mapping[str, tuple[str, str]] | None = None
) -> Rendered:
    """Return the HTML template of a Markdown text. Never raises for bad input.

    `figures` maps the declared files of the question to (address, description).
    """
    page = Page(lang, figures or {})
    names = sorted(set(_PLACEHOLDER.findall(source)))
    sentinels = _sentinels(source, names)
    html = to_html(_with_sentinels(source, sentinels), page)
    faults = [_restored(fault, sentinels) for fault in page.faults]
    for name, number in sentinels.items():
        if number not in html:
            faults.append(Fault("E-placeholder-lost", _lost(name), f"{{{{{name}}}}}"))
        html = html.replace(number, f"\ue000val:{name}\ue001")
    html = _CROWDED.sub(_apart, html)
    if sentinels:
        # In code and in attributes a number stays as a programmer writes it.
        html = _LITERAL.sub(lambda m: m[0].replace("\ue000val:", "\ue000raw:"), html)
    return Rendered(html, tuple(faults))


@lru_cache(maxsize=1024)
def render_now(source: str, lang: Lang) -> str:
    """Return the template of a text that is not part of a question file; bad TeX shows as code."""
    return render(source, lang).html


def fill(template: str, values: Mapping[str, str] | None = None) -> str:
    """Return the template with values in place of placeholders; unknown ones as `{{name}}`."""
    if "\ue000" not in template:
        return template
    known = values or {}

    def put(match: re.Match[str]) -> str:
        opening, context, name, closing = match.groups(default="")
        value = known.get(name)
        if value is None:
            return f"{opening and '<mtext>'}{{{{{name}}}}}{closing and '</mtext>'}"
        if opening and closing:
            return _mathml_value(value, opening)
        return opening + (escape(value) if context == "raw" else _spoken(value)) + closing

    return _VALUE.sub(put, template)


def without_paragraph(html: str) -> str:
    """Return HTML without the <p> around it, where that is all there is around it."""
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


@cache
def renderer_version() -> str:
    """Return a hash of everything that shapes the HTML: our code, Temml, and the libraries."""
    total = hashlib.sha256()
    here = Path(__file__).parent
    for name in (
        "rendering.py",
        "markdown.py",
        "markdown_rules.py",
        "maths.py",
        "emphasis.py",
        "gaps.py",
        "wrapping.py",
    ):
        total.update((here / name).read_bytes())
    total.update((here / "vendor" / "temml.min.js").read_bytes())
    for package in ("markdown-it-py", "mdit-py-plugins", "pygments", "nh3"):
        total.update(f"{package} {importlib.metadata.version(package)}".encode())
    return total.hexdigest()[:16]


def _sentinels(source: str, names: list[str]) -> dict[str, str]:
    """Give every name a number of 12 digits that does not occur in the source."""
    prefix = 7_142_853
    while str(prefix) in source:
        prefix += 1
    width = _SENTINEL_DIGITS - len(str(prefix))
    return {name: f"{prefix}{index:0{width}d}" for index, name in enumerate(names)}


def _with_sentinels(source: str, sentinels: Mapping[str, str]) -> str:
    if not sentinels:
        return source

    def braced(stretch: re.Match[str]) -> str:
        if not stretch[0].startswith("$"):
            return stretch[0]
        return _PLACEHOLDER.sub(lambda m: f"{{{sentinels[m[1]]}}}", stretch[0])

    return _PLACEHOLDER.sub(lambda m: sentinels[m[1]], _STRETCH.sub(braced, source))


def _apart(match: re.Match[str]) -> str:
    opening, before, value, after = match.groups()
    if not before and not after:
        return match[0]
    parts = [f"<mn>{before}</mn>"] if before else []
    parts.append(f"{opening}{value}</mn>")
    if after:
        parts.append(f"<mn>{after}</mn>" if after.isdigit() else f"<mo>{after}</mo>")
    return f"<mrow>{''.join(parts)}</mrow>"


def _restored(fault: Fault, sentinels: Mapping[str, str]) -> Fault:
    def back(text: str) -> str:
        for name, number in sentinels.items():
            text = text.replace(f"{{{number}}}", f"{{{{{name}}}}}").replace(
                number, f"{{{{{name}}}}}"
            )
        return text

    message = Text(zh=back(fault.message.zh), en=back(fault.message.en))
    return Fault(fault.code, message, back(fault.snippet))


def _spoken(value: str) -> str:
    """Return a value for running text: −3, 1.2 × 10⁻⁹; words as they are."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        return escape(value)
    minus, digits, exponent = match.groups()
    power = f" × 10{exponent.translate(_RAISED)}" if exponent is not None else ""
    return f"{'−' if minus else ''}{escape(digits)}{power}"


def _mathml_value(value: str, opening: str) -> str:
    match = _NUMBER.fullmatch(value)
    if match is None:
        return f"<mtext>{escape(value)}</mtext>"
    minus, digits, exponent = match.groups()
    if not minus and exponent is None:
        return f"{opening}{escape(value)}</mn>"
    parts = ['<mo form="prefix" stretchy="false">−</mo>'] if minus else []
    parts.append(f"<mn>{escape(digits)}</mn>")
    if exponent is not None:
        power = exponent.replace("-", "−").removeprefix("+")
        parts.append(f"<mo>×</mo><msup><mn>10</mn><mn>{power}</mn></msup>")
    return f"<mrow>{''.join(parts)}</mrow>"


def _lost(name: str) -> Text:
    shown = f"{{{{{name}}}}}"
    return Text(
        zh=f"{shown} 在显示时丢失了。不要把它放进命令名、链接或图片地址里。",
        en=f"{shown} is lost when shown. Do not put it into the name of a command, a link or the "
        "address of a picture.",
    )
