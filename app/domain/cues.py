"""Cues: words that suggest that an answer makes a point.

A cue is text. `a|b` are alternatives; `&` joins groups that must all occur in one sentence; `*` at
the end of a term stands for any ending. Latin terms match at word borders, Chinese ones anywhere. A
term after a negator in its clause does not count; a cue that begins with `!` means the opposite and
counts in negated clauses only. Cues suggest ticks that a person confirms: they may miss, but they
must not praise the opposite. (Format notes, row 21.)
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from app.domain.problems import Finding

_NO_NEGATION = "断|仅|只|但|过|同|少|光"
_NEGATOR = re.compile(
    # 是不是, 有没有 ask; they deny nothing.
    r"并非|(?<!有)没有|而非|绝非|无法|未能"
    rf"|(?<=(.))不(?!\1|{_NO_NEGATION})|^不(?!{_NO_NEGATION})"
    r"|\b(?:not|no|never|without|cannot|neither|nor|hardly|unlikely|rather than|instead of)\b"
    r"(?! only)|n't\b"
)
# Looking behind keeps long runs of full stops from being tried from every stop again.
_CLAUSE_END = re.compile(
    r"(?<![。！？；：，、.!?;:,\n])[。！？；：，、.!?;:,\n]+\s|[。！？；：，\n]+|而是|\bbut\b|但"
)
_SENTENCE_END = re.compile(r"[。！？；\n]+|(?<![.!?;])[.!?;]+(?:\s|$)")
_MAX_OCCURRENCES = 50
_LETTERS = "\ue000"  # stands for the * of a cue, which stands for any letters


def any_meets(cues: Iterable[str], text: str) -> bool:
    """Say whether at least one of the cues is met by `text`."""
    sentences = _sentences(text)
    return any(_meets(cue, sentences) for cue in cues)


@lru_cache(maxsize=16)  # one answer is read for many points in a row
def _sentences(text: str) -> tuple[tuple[str, ...], ...]:
    """Split a text into sentences of clauses, each flattened."""
    return tuple(
        tuple(_flattened(clause) for clause in _CLAUSE_END.split(sentence))
        for sentence in _SENTENCE_END.split(text)
    )


def _flattened(text: str) -> str:
    """Fold case, width and the spaces around operators, so that spelling does not matter."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r" ?([-+*/=^()|_{}<>≤≥]) ?", r"\1", text)


def _meets(cue: str, sentences: tuple[tuple[str, ...], ...]) -> bool:
    negated = cue.startswith("!")
    groups = _groups(cue.removeprefix("!"))
    return any(
        all(
            any(_occurs(term, clause, negated=negated) for clause in clauses for term in terms)
            for terms in groups
        )
        for clauses in sentences
    )


def _occurs(term: re.Pattern[str], clause: str, *, negated: bool) -> bool:
    """Say whether the term stands in the clause, before any negator (or, negated, with one)."""
    if negated:
        return term.search(clause) is not None and _NEGATOR.search(clause) is not None
    # A negator may run into the term (不会变 and the term 会变), so it is looked for in the text
    # before the term only. The bound keeps the work linear in the length of the clause.
    occurrences = islice(term.finditer(clause), _MAX_OCCURRENCES)
    return any(_NEGATOR.search(clause, 0, one.start()) is None for one in occurrences)


@lru_cache(maxsize=16_384)
def _groups(cue: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(
        tuple(_pattern(term.strip()) for term in group.split("|") if term.strip())
        for group in cue.split("&")
    )


def _pattern(term: str) -> re.Pattern[str]:
    # A star that stands for letters is no operator: the space after it separates words.
    term = _flattened(term.replace("*", _LETTERS))
    body = re.escape(term).replace(_LETTERS, r"\w*")
    if term[0].isascii() and term[0].isalnum():
        body = r"(?<![a-z0-9])" + body
    if term[-1].isascii() and term[-1].isalnum():
        body += r"(?![a-z0-9])"
    return re.compile(body)


def cue_findings(path: str, cues: Iterable[str]) -> Iterator[Finding]:
    """Check that no group of a cue is empty, and that `!` stands at its beginning only."""
    for position, cue in enumerate(cues):
        if re.search(r"[|&]\s*!", cue):
            yield Finding.said(
                f"{path}[{position}]",
                "E-cue-not",
                f"线索“{cue}”中间的 ! 会被当作普通字符：否定的线索要单独写一条，! 放在最前面。",
                f'The ! inside the cue "{cue}" would be read as a character: write the denied '
                "cue as one of its own, with the ! in front.",
            )
        if not all(_groups(cue.removeprefix("!"))):
            yield Finding.said(
                f"{path}[{position}]",
                "E-cue",
                f"线索“{cue}”里有空的部分：检查多余的 | 和 &。",
                f'A part of the cue "{cue}" is empty: look for a stray | or &.',
            )
