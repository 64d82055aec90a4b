"""Where the HTML of the bank's texts comes from: memory, else the cache, else the renderer."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from app.bank.archive import Archive, Html
from app.bank.rendering import render_now
from app.domain.kinds import Question
from app.domain.text import Lang

HELD = 400
"""Revisions whose HTML stays in memory when it can be read again from the cache."""


class Pages:
    """The templates of a set of questions. Safe to use from several threads.

    `held` is the HTML of revisions that could not be put into the archive.
    """

    def __init__(
        self,
        questions: Iterable[tuple[Question, str]],
        archive: Archive | None = None,
        held: Mapping[str, Html] | None = None,
        figures: Mapping[str, bytes] | None = None,
    ) -> None:
        """Take questions with their revisions; nothing is read before it is asked for."""
        self._questions = tuple(questions)
        self._archive = archive
        self.held: Mapping[str, Html] = held or {}
        self.figures: Mapping[str, bytes] = figures or {}
        self._lock = threading.Lock()
        self._owners: dict[str, str] | None = None
        self._recent: OrderedDict[str, Html] = OrderedDict()

    def template(self, source: str, lang: Lang) -> str:
        """Return the template of a text; a text that belongs to no question is rendered now."""
        revision = self._owner(source)
        if revision is not None:
            html = self._html(revision)
            template = html.get(lang, {}).get(source) if html else None
            if template is not None:
                return template
        return render_now(source, lang)

    def figure(self, digest: str) -> bytes | None:
        """Return the bytes of a figure by their SHA-256."""
        if (content := self.figures.get(digest)) is not None:
            return content
        return self._archive.figure(digest) if self._archive else None

    def _owner(self, source: str) -> str | None:
        if self._owners is None:
            with self._lock:
                if self._owners is None:
                    self._owners = {
                        said: revision
                        for question, revision in self._questions
                        for _, text in question.texts()
                        for said in (text.zh, text.en)
                    }
        return self._owners.get(source)

    def _html(self, revision: str) -> Html | None:
        if (html := self.held.get(revision)) is not None:
            return html
        with self._lock:
            if (html := self._recent.get(revision)) is not None:
                self._recent.move_to_end(revision)
                return html
        html = self._archive.html(revision) if self._archive else None
        if html is not None:
            with self._lock:
                self._recent[revision] = html
                while len(self._recent) > HELD:
                    self._recent.popitem(last=False)
        return html
