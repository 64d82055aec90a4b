"""The texts of one question as a page shows them: one bank, one language, one variant."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.bank.bank import Bank
from app.bank.highlighting import python_html, solution_html
from app.bank.rendering import without_paragraph
from app.domain.kinds.options import Option
from app.domain.text import Lang, Text

_GAP = re.compile("\ue000gap:([a-z][a-z0-9-]*)\ue001([,.;:!?)%，。；：、！？）」』”’》…]*)")
_TEX = re.compile(r"\$([^$]+)\$")
_MARKS = re.compile(r"[*`]|\\(?=[*_`$])")
_CODE = Markup('<pre class="hl" tabindex="0"><code>{}</code></pre>')


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of HTML, or the gap that stands between two of them."""

    html: Markup = field(default_factory=Markup)
    gap: str | None = None
    after: str = ""
    """The punctuation behind a gap, which must not begin a line without it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the texts of a question read. `values` fill the {{placeholders}}."""

    bank: Bank
    lang: Lang
    values: Mapping[str, str] = field(default_factory=dict)

    def html(self, text: Text) -> Markup:
        """Return a text as blocks."""
        # The renderer's output is clean (markdown without raw HTML, then nh3), hence trusted.
        return Markup(self.bank.html(text, self.lang, self.values))  # noqa: S704

    def inline(self, text: Text) -> Markup:
        """Return a text for the inside of a line."""
        return Markup(self.bank.inline(text, self.lang, self.values))  # noqa: S704

    def glossed(self, text: Text) -> Markup:
        """Return a text as blocks, its terms explained: for what is read after an answer."""
        return Markup(self.bank.glossed(text, self.lang, self.values))  # noqa: S704

    def glossed_inline(self, text: Text) -> Markup:
        """Return a text for the inside of a line, its terms explained."""
        return Markup(without_paragraph(self.glossed(text)))  # noqa: S704

    def markdown(self, source: str) -> Markup:
        """Return a line of Markdown that is already in the right language, such as a key."""
        return Markup(self.bank.inline(Text(zh=source, en=source), self.lang, None))  # noqa: S704

    def pieces(self, text: Text) -> Iterator[Piece]:
        """Yield a cloze text cut at its gaps. Pieces of HTML alone need not be balanced."""
        html = self.bank.html(text, self.lang, self.values)
        end = 0
        for found in _GAP.finditer(html):
            yield Piece(html=Markup(html[end : found.start()]))  # noqa: S704
            yield Piece(gap=found[1], after=found[2])
            end = found.end()
        yield Piece(html=Markup(html[end:]))  # noqa: S704

    def blocks(self, source: str) -> Iterator[Piece]:
        """Yield Markdown that is already in the right language, cut at its gaps."""
        return self.pieces(Text(zh=source, en=source))

    def code(self, source: str) -> Markup:
        """Return a learner's Python source as a block."""
        return _CODE.format(Markup(python_html(source.rstrip())))  # noqa: S704 - escaped by it

    def solution(self, source: str) -> Markup:
        """Return an author's Python source as a block."""
        return _CODE.format(Markup(solution_html(source.rstrip())))  # noqa: S704 - escaped by it

    def plain(self, text: Text) -> str:
        """Return a text without markup, for places that hold none: titles, options of a list."""
        return plain(text.said_in(self.lang), self.values)

    def sayable(self, text: Text) -> bool:
        """Return whether `plain` loses nothing that matters: no formula beyond letters, signs."""
        return not re.search(r"[\\^_{}]", "".join(_TEX.findall(text.said_in(self.lang))))

    def all_sayable(self, options: Iterable[Option]) -> bool:
        """Return whether every option of a list can be said without markup."""
        return all(self.sayable(option.text) for option in options)


_SYMBOLS = {
    "times": "×", "cdot": "·", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠", "approx": "≈", "infty": "∞", "to": "→", "sqrt": "√", "pm": "±", "epsilon": "ε",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "omega": "ω", "partial": "∂", "sum": "Σ", "in": "∈",
}  # fmt: skip


def plain(source: str, values: Mapping[str, str] | None = None) -> str:
    """Return Markdown without its marks, formulas as plain signs."""
    for name, value in (values or {}).items():
        source = source.replace("{{" + name + "}}", value)
    return _MARKS.sub("", _TEX.sub(lambda found: _spoken(found[1]), source)).strip()


def _spoken(tex: str) -> str:
    """Return a formula as plain signs, near enough for a page title."""
    named = re.sub(r"\\([A-Za-z]+)\s*", lambda found: _SYMBOLS.get(found[1], ""), tex)
    return re.sub(r"[{}\\]", "", named).strip()
