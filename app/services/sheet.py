"""Today's answer sheet: one cell for each answer that counts."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.reviews import ReviewRow
from app.db.rows import rows
from app.services import preferences

CELLS = 12
"""How many of the latest answers the sheet shows."""

_TODAY = (
    select(ReviewRow.attempt_id, ReviewRow.correct, ReviewRow.score)
    .where(
        ReviewRow.user_id == bindparam("user_id"),
        ReviewRow.reviewed_at >= bindparam("since"),
        ReviewRow.undone_at.is_(None),
    )
    .order_by(ReviewRow.reviewed_at.desc(), ReviewRow.id.desc())
    .limit(CELLS)
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of today."""

    attempt_id: int
    correct: bool
    score: float


def today(db: Session, *, user_id: int, now_ms: int) -> tuple[Cell, ...]:
    """Return the latest answers of the learner's day that count, oldest first."""
    calendar = preferences.get(db, user_id=user_id).calendar
    since = calendar.starts_at(calendar.day_of(now_ms))
    found = rows(db, _TODAY, {"user_id": user_id, "since": since}).all()
    return tuple(Cell(*row) for row in reversed(found))
