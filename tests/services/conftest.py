"""A learner with a database and a small bank."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.domain.grade import Answer
from app.domain.scheduling import Rating
from app.services import practice, preferences
from tests.conftest import Database
from tests.services.coder import Coder
from tests.services.times import NOON
from tests.services.tiny_bank import code, single, tiny_bank


@dataclass
class Learner:
    """One learner at one site, with a clock of their own."""

    database: Database
    holder: BankHolder
    user_id: int
    now: int = NOON
    ids: Iterator[int] = field(default_factory=count)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.read() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.write.begin() as db:
            yield db

    def prefer(self, **changes: object) -> None:
        with self.writing() as db:
            preferences.change(db, user_id=self.user_id, changes=changes)

    def next(self) -> practice.Next:
        with self.reading() as db:
            return practice.next_card(
                db, self.holder.current, user_id=self.user_id, now_ms=self.now
            )

    def queue(self, limit: int = 50) -> list[str]:
        with self.reading() as db:
            items = practice.due_queue(
                db, self.holder.current, user_id=self.user_id, now_ms=self.now, limit=limit
            )
        return [item.slug for item in items]

    def showing(self, slug: str) -> practice.Showing:
        with self.reading() as db:
            return practice.showing(
                db,
                self.holder.current,
                user_id=self.user_id,
                slug=slug,
                lang="en",
                now_ms=self.now,
            )

    def form(
        self,
        slug: str,
        answer: Answer,
        **changes: Any,  # noqa: ANN401 - fields of a form
    ) -> dict[str, Any]:
        """Return what the page would send."""
        showing = self.showing(slug)
        return {
            "user_id": self.user_id,
            "slug": slug,
            "client_id": f"client-{next(self.ids):06d}",
            "card_version": showing.card.version,
            "revision": showing.revision,
            "variant_index": showing.variant.index,
            "answer": answer,
            "lang": "en",
            "now_ms": self.now,
            **changes,
        }

    def send(self, form: dict[str, Any]) -> practice.Outcome:
        with self.writing() as db:
            done = practice.answer(db, self.holder, **form)
        assert isinstance(done, practice.Outcome)
        return done

    def answer(
        self,
        slug: str,
        answer: Answer = "a",
        **changes: Any,  # noqa: ANN401 - fields of a form
    ) -> practice.Outcome:
        return self.send(self.form(slug, answer, **changes))

    def rerate(self, outcome: practice.Outcome, rating: Rating) -> practice.Outcome:
        with self.writing() as db:
            return practice.rerate(
                db,
                self.holder,
                user_id=self.user_id,
                attempt_id=outcome.attempt_id,
                rating=rating,
                lang="en",
                now_ms=self.now,
            )

    def undo(self, attempt_id: int | None = None) -> practice.Undone:
        with self.writing() as db:
            return practice.undo(
                db,
                self.holder.current,
                user_id=self.user_id,
                now_ms=self.now,
                attempt_id=attempt_id,
            )

    def card(self, slug: str) -> practice.CardFacts:
        return self.showing(slug).card


@pytest.fixture(scope="session")
def holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    """A small bank that no test changes."""
    return tiny_bank(tmp_path_factory.mktemp("bank"))


@pytest.fixture
def learner(database: Database, holder: BankHolder) -> Learner:
    """A learner in UTC whose day begins at four."""
    someone = Learner(database, holder, database.add_user())
    someone.prefer(zone="UTC")
    return someone


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for a bank that the test changes."""
    return tmp_path / "bank"


@pytest.fixture(scope="module")
def coding_holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    found = tiny_bank(tmp_path_factory.mktemp("coding") / "bank", code(1), code(2), single(3))
    assert not found.current.problems
    return found


@pytest.fixture
def coder(database: Database, coding_holder: BankHolder) -> Coder:
    return Coder(database, coding_holder, database.add_user())
