"""Search in both languages: every word of the query must occur, titles count most.

Texts are normalised (NFKC, case-folded, punctuation to spaces, a space between scripts, 3×3 as one
word, British and American spelling alike). A Latin word matches the beginning of a word; a Chinese
one matches anywhere, two characters or more of it also piecewise, by pairs of neighbours. Scanning
is a substring search in C: ten thousand questions take some ten milliseconds, so there is no
inverted index to build and to keep.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.bank.suggesting import nearest
from app.bank.tracks import Track
from app.domain.kinds import Question
from app.domain.text import LANGS, Lang

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
_WORDS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_PLACEHOLDERS = re.compile(r"\{\{\w+\}\}|\[\[[\w-]+\]\]")

_TITLE, _SUBJECT, _PROMPT, _REST = 8.0, 4.0, 2.0, 1.0
_PIECEWISE = 0.5
"""What a Chinese word counts that is there only in pieces."""
_WHOLE_WORD = 1.5
"""What a word counts that is a whole Latin word, or begins a run of Chinese."""
LONGEST_QUERY = 200
_TIMES = re.compile(r"(?<=\d)\s*(?:[×✕x*]|\\times(?![a-z]))\s*(?=\d)")
# Folding both spellings into one must hold for the beginnings of words too: normalis, normaliz.
_SPELLINGS = (
    (re.compile("z"), "s"),
    (re.compile("(?<=[a-z]{3})our"), "or"),
    (re.compile(r"tre\b"), "ter"),
    (re.compile("ll"), "l"),
)
_GUESSABLE = 4
"""Letters of the shortest word for which another is suggested."""


@dataclass(frozen=True, slots=True)
class _Document:
    slug: str
    fields: dict[Lang, tuple[tuple[float, str], ...]]


def normalised(text: str) -> str:
    """Return words in lower case with single spaces around each: " batch norm 归一化 "."""
    words = " ".join(_WORDS.findall(_folded(text)))
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return f" {words} "


def _folded(text: str) -> str:
    return _TIMES.sub("x", unicodedata.normalize("NFKC", text).casefold())


class SearchIndex:
    """The searchable words of a set of questions."""

    def __init__(self, questions: Iterable[Question], tracks: Sequence[Track]) -> None:
        """Normalise the texts; questions come in the order in which ties are shown."""
        subjects = {
            (track.slug, topic.slug): {
                lang: f"{track.title.said_in(lang)} {topic.title.said_in(lang)}" for lang in LANGS
            }
            for track in tracks
            for topic in track.topics
        }
        held = list(questions)
        self._documents = [_document(question, subjects) for question in held]
        self._held = held

    def search(self, query: str, lang: Lang | None = None) -> list[str]:
        """Return slugs that hold every word of the query, best first; all for an empty query.

        A query without a word in it (punctuation) matches nothing.
        """
        query = query.strip()[:LONGEST_QUERY]
        words = normalised(query).split()
        if query and not words:
            return []
        langs = LANGS if lang is None else (lang,)
        scored: list[tuple[float, int, str]] = []
        for position, document in enumerate(self._documents):
            best = max(_score(words, document.fields[one]) for one in langs)
            if best > 0 or not words:
                scored.append((-best, position, document.slug))
        return [slug for _, _, slug in sorted(scored)]

    def suggest(self, query: str) -> str | None:
        """Return the query with misspelt Latin words replaced, if that finds something."""
        words = _WORDS.findall(_folded(query[:LONGEST_QUERY]))
        better = [self._known(word) for word in words]
        return " ".join(better) if better != words and self.search(" ".join(better)) else None

    def _known(self, word: str) -> str:
        if len(word) < _GUESSABLE or not word.isascii() or self.search(word):
            return word
        return nearest(word, self._vocabulary) or word

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        """The Latin words of titles, names and statements, as they are written."""
        texts = (
            f"{question.title.en} {question.prompt.en} {question.slug} {' '.join(question.skills)}"
            for question in self._held
        )
        found = {word for text in texts for word in _WORDS.findall(_folded(text))}
        return tuple(sorted(w for w in found if w.isalpha() and w.isascii() and len(w) > 2))  # noqa: PLR2004


def _document(question: Question, subjects: dict[tuple[str, str], dict[Lang, str]]) -> _Document:
    subject = subjects.get((question.track, question.topic), {})
    names = " ".join((question.slug, *question.skills, question.track, question.topic))
    fields: dict[Lang, tuple[tuple[float, str], ...]] = {}
    for lang in LANGS:
        rest = [question.explanation.said_in(lang)]
        if question.erratum is not None:
            rest.append(question.erratum.said_in(lang))
        fields[lang] = (
            (_TITLE, normalised(question.title.said_in(lang))),
            (_SUBJECT, normalised(f"{names} {subject.get(lang, '')}")),
            (_PROMPT, normalised(_PLACEHOLDERS.sub(" ", question.prompt.said_in(lang)))),
            (_REST, normalised(_PLACEHOLDERS.sub(" ", " ".join(rest)))),
        )
    return _Document(question.slug, fields)


def _score(words: Sequence[str], fields: Iterable[tuple[float, str]]) -> float:
    total = 0.0
    found = [0.0] * len(words)
    for weight, text in fields:
        for index, word in enumerate(words):
            if (hit := _hit(word, text)) > 0:
                found[index] += weight * hit
    for score in found:
        if score == 0:
            return 0.0
        total += score
    return total


def _hit(word: str, text: str) -> float:
    if _IS_CJK.match(word):
        if word in text:
            return _WHOLE_WORD if f" {word}" in text else 1.0
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        return _PIECEWISE if len(pairs) > 1 and all(pair in text for pair in pairs) else 0.0
    if f" {word} " in text:
        return _WHOLE_WORD
    return 1.0 if f" {word}" in text else 0.0
