"""The record: every answer as it was given and shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.attempts import AttemptRow
from app.db.reviews import ReviewRow
from app.domain.errors import NotFoundError
from app.domain.grade import Answer, Remark
from app.domain.scheduling import Rating
from app.domain.text import Lang
from app.services.practice.freezing import thawed_remarks


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer, frozen.

    `shown` holds what was read: {"title", "prompt", "parts": {"options.a.text": …}, "order",
    "hints"}; `params` the drawn {"numbers": …, "words": …}.
    """

    id: int
    slug: str
    kind: str
    revision: str
    variant_index: int
    lang: Lang
    params: Mapping[str, Any]
    shown: Mapping[str, Any]
    key: Any
    answer: Answer
    score: float
    correct: bool
    parts: Mapping[str, bool]
    """Which parts (options, gaps, pairs, steps, points) were right."""
    remarks: tuple[Remark, ...]
    hints_used: int
    duration_ms: int | None
    answered_ms: int
    rating: Rating | None
    """None: undone."""
    assessed: tuple[str, ...] | None


def history(
    db: Session, bank: Bank, *, user_id: int, slug: str, limit: int = 50
) -> tuple[Attempt, ...]:
    """Return a learner's answers to one question, newest first; NotFoundError for no question."""
    question = bank.get(slug)
    if question is None:
        raise NotFoundError(f"没有“{slug}”这道题。", f"There is no question {slug!r}.")
    rows = db.scalars(
        select(AttemptRow)
        .where(AttemptRow.user_id == user_id, AttemptRow.uid == question.uid)
        .order_by(AttemptRow.id.desc())
        .limit(limit)
    ).all()
    return _attempts(db, rows)


def latest(db: Session, *, user_id: int, limit: int = 20) -> tuple[Attempt, ...]:
    """Return a learner's latest answers to anything that still count, newest first."""
    newest = (
        select(ReviewRow.attempt_id)
        .where(ReviewRow.user_id == user_id, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.reviewed_at.desc(), ReviewRow.id.desc())
        .limit(limit)
    )
    rows = db.scalars(select(AttemptRow).where(AttemptRow.id.in_(db.scalars(newest).all()))).all()
    return _attempts(db, sorted(rows, key=lambda row: (row.answered_at, row.id), reverse=True))


def get(db: Session, *, user_id: int, attempt_id: int) -> Attempt:
    """Return one answer; NotFoundError if there is none or it is somebody else's."""
    row = db.get(AttemptRow, attempt_id)
    if row is None or row.user_id != user_id:
        raise NotFoundError("没有这次作答。", "There is no such answer.")
    return _attempts(db, [row])[0]


def _attempts(db: Session, rows: Sequence[AttemptRow]) -> tuple[Attempt, ...]:
    ratings = _ratings(db, [row.id for row in rows])
    return tuple(_attempt(row, ratings.get(row.id)) for row in rows)


def _ratings(db: Session, attempt_ids: Iterable[int]) -> dict[int, Rating]:
    rows = db.execute(
        select(ReviewRow.attempt_id, ReviewRow.rating).where(
            ReviewRow.attempt_id.in_(list(attempt_ids)), ReviewRow.undone_at.is_(None)
        )
    )
    return {attempt_id: Rating(rating) for attempt_id, rating in rows}


def _attempt(row: AttemptRow, rating: Rating | None) -> Attempt:
    return Attempt(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        revision=row.revision,
        variant_index=row.variant_index,
        lang=cast("Lang", row.lang),
        params=row.params,
        shown=row.shown,
        key=row.key,
        answer=row.answer,
        score=row.score,
        correct=row.correct,
        parts=row.grade["parts"],
        remarks=thawed_remarks(row.grade),
        hints_used=row.hints_used,
        duration_ms=row.duration_ms,
        answered_ms=row.answered_at,
        rating=rating,
        assessed=None if row.assessed is None else tuple(row.assessed),
    )
