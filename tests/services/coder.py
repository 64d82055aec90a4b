"""A learner who writes code, at a site whose judge says what a test wants."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select

from app.bank.holder import BankHolder
from app.db.reviews import ReviewRow
from app.domain.scheduling import Rating
from app.services import judging, practice
from app.services.judging import Placed, Submission, Workspace, working
from tests.conftest import Database
from tests.services.times import NOON

RIGHT = "def double(x):\n    return 2 * x\n"
SLUG = "code-1"


@dataclass
class Coder:
    """A learner who writes code, at a site whose judge says what a test wants."""

    database: Database
    holder: BankHolder
    user_id: int
    now: int = NOON
    ids: Iterator[int] = field(default_factory=count)

    def place(self, source: str = RIGHT, **changes: Any) -> Placed:  # noqa: ANN401 - fields
        facts: dict[str, Any] = {
            "user_id": self.user_id,
            "slug": SLUG,
            "client_id": f"client-{next(self.ids):04}",
            "source": source,
            "lang": "en",
            "now_ms": self.now,
        }
        with self.database.write.begin() as db:
            return judging.place(db, self.holder, **(facts | changes))

    def judge(self, submission_id: int, verdict: str = "AC", **changes: Any) -> None:  # noqa: ANN401
        with self.database.write.begin() as db:
            work = working.claim(db, self.holder, submission_id)
        assert work is not None
        with self.database.write.begin() as db:
            working.finish(db, self.holder, work, said(verdict, **changes), now_ms=self.now)

    def submit(self, verdict: str = "AC", source: str = RIGHT, **changes: Any) -> Submission:  # noqa: ANN401
        placed = self.place(source, **changes)
        self.judge(placed.id, verdict)
        return self.own(placed.id)

    def own(self, submission_id: int) -> Submission:
        with self.database.read() as db:
            return judging.record.own(db, user_id=self.user_id, submission_id=submission_id)

    def ratings(self) -> list[Rating]:
        with self.database.read() as db:
            found = db.scalars(select(ReviewRow.rating).order_by(ReviewRow.id))
            return [Rating(rating) for rating in found]

    @property
    def question(self) -> Any:  # noqa: ANN401 - a code question
        return judging.code_question(self.holder, SLUG)

    def bench(self) -> Workspace:
        with self.database.read() as db:
            return judging.workspace.get(
                db, user_id=self.user_id, question=self.question, now_ms=self.now
            )

    def change(self, verb: str, **more: Any) -> None:  # noqa: ANN401 - of the verb
        with self.database.write.begin() as db:
            getattr(judging.workspace, verb)(
                db, user_id=self.user_id, question=self.question, now_ms=self.now, **more
            )

    def give_up(self) -> None:
        with self.database.write.begin() as db:
            practice.give_up(
                db, self.holder, self.question, user_id=self.user_id, lang="en", now_ms=self.now
            )


def said(verdict: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a document
    """Return a verdict document."""
    right = verdict == "AC"
    groups = [
        {"name": name, "verdict": verdict, "cases": 2, "passed": 2 * right}
        for name in ("sample", "random")
    ]
    document = {"verdict": verdict, "score": float(right), "groups": groups, "seed": "ab" * 32}
    return document | {"failing": None, "wall_ms": 1.0, "stdout": ""} | changes
