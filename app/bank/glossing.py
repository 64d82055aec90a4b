"""The terms of a text marked with what they are called in the other language and what they mean.

Works on templates (app/bank/rendering.py), so that it happens once for all variants: their values
are tokens still, which are left alone.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from html import escape

from app.bank.glossary import Glossary, Term
from app.domain.text import Lang

REMEMBERED = 1024
"""Texts whose marked templates stay in memory."""

_PIECE = re.compile(
    '<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?:[^<>"]|"[^"]*")*>|\ue000[^\ue001]*\ue001|&[#\\w]+;'
)
_LEFT_ALONE = frozenset(
    ("a", "code", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "math", "pre", "svg", "table")
)
"""Elements without marks: no words, or a name of its own, or no room for a tip."""
_LATIN = "A-Za-z0-9_\\-\u2013"


class Glosser:
    """Marks the terms of one glossary. Safe to use from several threads."""

    def __init__(self, glossary: Glossary) -> None:
        """Take a glossary; nothing is compiled before there is a text."""
        self._glossary = glossary
        self.glossed = lru_cache(REMEMBERED)(self._glossed)

    def _glossed(self, template: str, lang: Lang) -> str:
        """Return a template with every term marked where it first stands."""
        if not self._glossary.terms:
            return template
        pattern, terms = self._zh if lang == "zh" else self._en
        seen: set[Term] = set()

        def mark(found: re.Match[str]) -> str:
            form = _form(found[0], terms)
            term = terms.get(form)
            if term is None or term in seen:
                return found[0]
            seen.add(term)
            tip = escape(_tip(term, form, lang))
            return f'<dfn class="term" tabindex="0" data-tip="{tip}">{found[0]}</dfn>'

        return "".join(
            pattern.sub(mark, piece) if prose else piece for piece, prose in _pieces(template)
        )

    @cached_property
    def _zh(self) -> tuple[re.Pattern[str], dict[str, Term]]:
        # Chinese prose says BN, LSTM and dropout in Latin letters.
        return _compiled(
            {form: t for t in self._glossary.terms for form in (*t.forms("en"), *t.forms("zh"))}
        )

    @cached_property
    def _en(self) -> tuple[re.Pattern[str], dict[str, Term]]:
        return _compiled({form: t for t in self._glossary.terms for form in t.forms("en")})


def _pieces(template: str) -> Iterator[tuple[str, bool]]:
    """Yield a template in pieces, each with whether it is prose that may be marked."""
    end = 0
    inside: list[str] = []
    for found in _PIECE.finditer(template):
        yield template[end : found.start()], not inside
        yield found[0], False
        end = found.end()
        tag = found["tag"]
        if tag in _LEFT_ALONE and not found[0].endswith("/>"):
            if not found["close"]:
                inside.append(tag)
            elif tag in inside:
                inside.remove(tag)
    yield template[end:], not inside


def _compiled(terms: dict[str, Term]) -> tuple[re.Pattern[str], dict[str, Term]]:
    longest_first = sorted(terms, key=len, reverse=True)
    by_first: dict[str, list[str]] = {}
    for form in longest_first:
        by_first.setdefault(form[0].lower(), []).append(_written(form))
    # By first letters, for otherwise every place of a text is tried with hundreds of forms.
    groups = (
        f"(?=(?i:{re.escape(first)}))(?:{'|'.join(ways)})" for first, ways in by_first.items()
    )
    return re.compile("|".join(groups)), terms


def _written(form: str) -> str:
    """Return a pattern for a form: Latin words whole, in the plural too, in any case if small."""
    words = [re.escape(word) for word in form.split()]
    body = r"\s+".join(words)
    if form == form.lower():
        body = f"(?i:{body})"
    elif form[0].islower():
        body = f"(?i:{body[0]}){body[1:]}"
    before = f"(?<![{_LATIN}])" if form[0].isascii() else ""
    after = f"(?:e?s)?(?![{_LATIN}])" if form[-1].isascii() else ""
    return before + body + after


def _form(shown: str, terms: dict[str, Term]) -> str:
    """Return the form that was found: in lower case if that is how it is listed, singular."""
    said = " ".join(shown.split())
    for cased in (said, said[:1].lower() + said[1:], said.lower()):
        for form in (cased, cased.removesuffix("s"), cased.removesuffix("es")):
            if form in terms:
                return form
    return said


def _tip(term: Term, form: str, lang: Lang) -> str:
    other: Lang = "en" if lang == "zh" else "zh"
    names = [name for name in (term.said_in(lang), term.said_in(other)) if name != form]
    colon = "：" if lang == "zh" else ": "
    return f"{' · '.join(names)}{colon}{term.meaning.said_in(lang)}"
