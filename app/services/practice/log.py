"""Writing the review log: adding a row, taking one out of account, and the daily roll-up."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.reviews import ReviewRow
from app.db.rows import rows
from app.db.upserts import insert_in
from app.domain import scheduling
from app.domain.days import Calendar
from app.domain.errors import ConflictError
from app.domain.rating import GRADER_VERSION, Evidence
from app.domain.scheduling import Rating, State
from app.services.practice.cards import is_lapse, memory_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A review about to be written. Times in ms; `day` is the learner's."""

    client_id: str
    evidence: Evidence
    score: float
    proposed: Rating
    rating: Rating
    retention: float
    reviewed_ms: int
    day: int
    now_ms: int


def record(
    db: Session, card: CardRow, attempt: AttemptRow, entry: Entry, *, calendar: Calendar
) -> ReviewRow:
    """Add a row to the log, move the card (already claimed) on, and count it in the day."""
    before = memory_of(card)
    done = scheduling.review(before, entry.rating, day=entry.day, retention=entry.retention)
    after = done.memory
    assert after.stability is not None  # noqa: S101  a reviewed card has a memory
    assert after.difficulty is not None  # noqa: S101  the same
    assert after.last_day is not None  # noqa: S101  the same
    due = done.due(reviewed_ms=entry.reviewed_ms, calendar=calendar)
    row = ReviewRow(
        user_id=card.user_id,
        card_id=card.id,
        attempt_id=attempt.id,
        client_id=entry.client_id,
        reviewed_at=entry.reviewed_ms,
        recorded_at=entry.now_ms,
        logical_day=after.last_day,
        kind=_kind(card, entry.reviewed_ms),
        rating=entry.rating,
        proposed=entry.proposed,
        correct=entry.evidence.correct,
        score=entry.score,
        near=entry.evidence.near,
        hints_used=entry.evidence.hints,
        duration_ms=entry.evidence.duration_ms,
        grader_version=GRADER_VERSION,
        revision=attempt.revision,
        variant_index=attempt.variant_index,
        algorithm=scheduling.ALGORITHM,
        retention=entry.retention,
        predicted=scheduling.recall(before, day=after.last_day),
        state_before=before.state,
        step_before=before.step,
        stability_before=before.stability,
        difficulty_before=before.difficulty,
        last_day_before=before.last_day,
        state_after=after.state,
        step_after=after.step,
        stability_after=after.stability,
        difficulty_after=after.difficulty,
        due_before=card.due_at,
        due_after=due,
        due_day_after=after.last_day + (done.interval_days or 0),
        undone_at=None,
    )
    db.add(row)
    card.state, card.step = after.state, after.step
    card.stability, card.difficulty = after.stability, after.difficulty
    card.last_day, card.last_review_at = after.last_day, entry.reviewed_ms
    card.due_at, card.due_day = due, row.due_day_after
    card.last_rating = entry.rating
    card.reps += 1
    card.lapses += is_lapse(before.state, entry.rating)
    count(db, row, sign=1)
    return row


def strike(db: Session, row: ReviewRow, *, now_ms: int) -> None:
    """Take a row out of account; ConflictError when somebody else did so first."""
    struck = db.execute(
        update(ReviewRow)
        .where(ReviewRow.id == row.id, ReviewRow.undone_at.is_(None))
        .values(undone_at=now_ms)
        .returning(ReviewRow.id)
    )
    if struck.one_or_none() is None:
        raise ConflictError("这次作答已经撤销了。", "This answer was taken back already.")
    count(db, row, sign=-1)


def count(db: Session, row: ReviewRow, *, sign: int) -> None:
    """Add a review to the roll-up of its day, or (sign -1) take it away."""
    dialect = db.get_bind().dialect.name
    rows(
        db,
        _counting(dialect),
        {
            "user_id": row.user_id,
            "day": row.logical_day,
            "reviews": sign,
            "introduced": sign * (row.state_before == State.NEW),
            "due": sign * (row.state_before == State.REVIEW),
            "correct": sign * row.correct,
            "active_ms": sign * (row.duration_ms or 0),
        },
    )


@cache
def _counting(dialect: str) -> Any:  # noqa: ANN401  one of two classes, same methods
    """Return the statement that adds to a day; building it takes longer than running it."""
    names = ("reviews", "introduced", "due", "correct", "active_ms")
    insert = insert_in(dialect, DayRow.__table__).values(
        {name: bindparam(name) for name in ("user_id", "day", *names)}
    )
    sums = {name: getattr(DayRow.__table__.c, name) + insert.excluded[name] for name in names}
    return insert.on_conflict_do_update(index_elements=["user_id", "day"], set_=sums)


def _kind(card: CardRow, reviewed_ms: int) -> str:
    if card.state in (State.NEW, State.LEARNING):
        return "learn"
    if card.state == State.RELEARNING:
        return "relearn"
    return "review" if card.due_at is not None and card.due_at <= reviewed_ms else "early"
