"""The one place that knows which bank is current, and the revisions that came before."""

import threading
import time
from collections import OrderedDict
from pathlib import Path

from app.bank.archive import Archive, Outcome
from app.bank.bank import Bank, Entry
from app.bank.keeping import said_of
from app.bank.loading import load, revive
from app.bank.pages import Pages
from app.domain.kinds import Question

REMEMBERED = 200
"""Superseded revisions that stay in memory; older ones come from the cache."""


class BankHolder:
    """Holds the current bank and replaces it as a whole. Safe to use from several threads."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        """Remember where the files are; `current` or `reload` reads them."""
        self.root = root
        self.cache = cache
        self._archive = Archive(cache) if cache else None
        self._loading = threading.Lock()
        self._bank: Bank | None = None
        self._past: OrderedDict[tuple[str, str], tuple[Bank, Question]] = OrderedDict()

    @property
    def current(self) -> Bank:
        """The bank in force. The first call loads it."""
        if self._bank is None:
            with self._loading:
                if self._bank is None:
                    self._bank = load(self.root, self.cache)
        return self._bank

    def reload(self) -> Bank:
        """Read changed files and put the new bank in force. Never raises for a bad file."""
        with self._loading:
            old = self._bank
            new = load(self.root, self.cache, previous=old)
            if old is not None:
                for entry in old.entries:
                    newer = new.entry(entry.question.slug)
                    if newer is None or newer.revision != entry.revision:
                        self._remember(entry.question.slug, entry.revision, old, entry.question)
            self._bank = new
            if self._archive is not None:
                self._archive.write_outcome(_outcome(new))
            return new

    def question_at(self, slug: str, revision: str) -> tuple[Bank, Question] | None:
        """Return a question as it was at `revision`, with a bank that renders its texts.

        None if that revision was never seen here, or no longer fits the schema.
        """
        bank = self.current
        entry = bank.entry(slug)
        if entry is not None and entry.revision == revision:
            return bank, entry.question
        if (known := self._past.get((slug, revision))) is not None:
            return known
        if self._archive is None or (entry := revive(self._archive, revision)) is None:
            return None
        if entry.question.slug != slug:
            return None
        past = self._bank_of(entry, bank)
        self._remember(slug, revision, past, entry.question)
        return past, entry.question

    def _bank_of(self, entry: Entry, bank: Bank) -> Bank:
        pages = Pages([(entry.question, entry.revision)], self._archive)
        return Bank([entry], bank.curriculum, pages, glossary=bank.glossary)

    def _remember(self, slug: str, revision: str, bank: Bank, question: Question) -> None:
        self._past[slug, revision] = (bank, question)
        while len(self._past) > REMEMBERED:
            self._past.popitem(last=False)


def _outcome(bank: Bank) -> Outcome:
    kept = said_of(bank)
    return Outcome(
        time.time_ns(),
        len(bank.live),
        len(bank.problems),
        kept.zh if kept else "",
        kept.en if kept else "",
    )
