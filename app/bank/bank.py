"""The bank: every question of the site. Immutable; a reload makes a new one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.bank.archive import FileState
from app.bank.glossary import NO_TERMS, Glossary
from app.bank.glossing import Glosser
from app.bank.pages import Pages
from app.bank.rendering import fill, without_paragraph
from app.bank.search import SearchIndex
from app.bank.tracks import Curriculum, Track
from app.domain.kinds import Question
from app.domain.problems import Problem
from app.domain.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with where it came from.

    `file` is relative to the root of the bank. `figures` maps file names to their bytes' SHA-256.
    """

    question: Question
    revision: str
    file: str
    figures: Mapping[str, str] = field(default_factory=dict)
    state: FileState | None = None


class Bank:
    """All questions that could be read, in curriculum order, and what was wrong with the rest."""

    def __init__(
        self,
        entries: Iterable[Entry],
        curriculum: Curriculum,
        pages: Pages,
        problems: Iterable[Problem] = (),
        glossary: Glossary = NO_TERMS,
    ) -> None:
        """Take entries whose slugs and uids differ; sort them."""
        places = curriculum.places
        last = len(places)

        def teaching_order(entry: Entry) -> tuple[int, int, str]:
            question = entry.question
            place = places.get((question.track, question.topic), last)
            return place, question.difficulty, question.slug

        self.entries: tuple[Entry, ...] = tuple(sorted(entries, key=teaching_order))
        self.curriculum = curriculum
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        self.pages = pages
        self.glossary = glossary
        self._glosser = Glosser(glossary)
        self._by_slug = {entry.question.slug: entry for entry in self.entries}
        self._by_uid = {entry.question.uid: entry for entry in self.entries}

    @property
    def states(self) -> dict[str, FileState]:
        """What each file looked like when it was read, for the next reload."""
        return {entry.file: entry.state for entry in self.entries if entry.state is not None}

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks in teaching order, each with its topics."""
        return self.curriculum.tracks

    @cached_property
    def live(self) -> tuple[Question, ...]:
        """The questions that learners may meet, in curriculum order."""
        return tuple(e.question for e in self.entries if e.question.status == "live")

    @cached_property
    def exercises(self) -> frozenset[str]:
        """The uids of all code questions."""
        return frozenset(e.question.uid for e in self.entries if e.question.kind == "code")

    def get(self, slug: str) -> Question | None:
        """Return a question of any status by its slug, or None."""
        entry = self._by_slug.get(slug)
        return entry.question if entry else None

    def by_uid(self, uid: str) -> Question | None:
        """Return a question of any status by its uid, or None."""
        entry = self._by_uid.get(uid)
        return entry.question if entry else None

    def entry(self, slug: str) -> Entry | None:
        """Return a question with its revision and file, or None."""
        return self._by_slug.get(slug)

    def revision(self, slug: str) -> str:
        """Return "sha256:…" of the file and figures of a question; KeyError if there is none."""
        return self._by_slug[slug].revision

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the whole content: equal fingerprints, equal banks."""
        total = hashlib.sha256()
        for entry in self.entries:
            total.update(f"{entry.question.slug} {entry.revision}\n".encode())
        for track in self.tracks:
            total.update(track.model_dump_json().encode())
        for term in self.glossary.terms:
            total.update(term.model_dump_json().encode())
        return f"sha256:{total.hexdigest()}"

    # ------------------------------------------------------------------ what pages show

    def html(self, text: Text, lang: Lang, values: Mapping[str, str] | None = None) -> str:
        """Return a text as block HTML, safe to put into a page, with the values of a variant in it.

        `{{name}}` without a value is shown as written. `[[id]]` comes out as `gap_token(id)` of
        app/bank/gaps.py, to be replaced by the caller.
        """
        return fill(self.pages.template(text.said_in(lang), lang), values)

    def inline(self, text: Text, lang: Lang, values: Mapping[str, str] | None = None) -> str:
        """Return a text as HTML to put inside a line: as `html`, without a lone <p> around it."""
        return without_paragraph(self.html(text, lang, values))

    def glossed(self, text: Text, lang: Lang, values: Mapping[str, str] | None = None) -> str:
        """Return a text as `html` does, with the terms of the glossary marked.

        For what is read after answering: a prompt may ask for exactly such a term.
        """
        template = self.pages.template(text.said_in(lang), lang)
        return fill(self._glosser.glossed(template, lang), values)

    def figure(self, slug: str, file: str) -> bytes | None:
        """Return the bytes of a declared figure, or None."""
        entry = self._by_slug.get(slug)
        digest = entry.figures.get(file) if entry else None
        return self.pages.figure(digest) if digest else None

    # ------------------------------------------------------------------ finding questions

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self.live, self.tracks)

    def search(self, query: str, lang: Lang | None = None) -> list[str]:
        """Return the slugs of live questions that hold every word of `query`, best first."""
        return self._index.search(query, lang)

    def suggest(self, query: str) -> str | None:
        """Return what a query that finds nothing may have meant, or None."""
        return self._index.suggest(query)

    # ------------------------------------------------------------------ what is covered

    @cached_property
    def coverage(self) -> dict[str, list[str]]:
        """Inventory rows and the live questions that teach them, in order of rows."""
        covered: dict[str, list[str]] = {}
        for question in self.live:
            for row in question.covers:
                covered.setdefault(row, []).append(question.slug)
        return {row: sorted(covered[row]) for row in sorted(covered)}

    @cached_property
    def uncovered(self) -> tuple[str, ...]:
        """Inventory rows that no live question teaches yet."""
        return tuple(row for row in self.curriculum.rows if row not in self.coverage)
