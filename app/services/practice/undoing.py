"""Taking answers back."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.reviews import ReviewRow
from app.db.rows import rows
from app.domain.errors import ConflictError, NotFoundError
from app.services.practice import log
from app.services.practice.cards import claim, rebuild
from app.services.practice.outcomes import own_attempt
from app.services.practice.pages import Undone

UNDO_DEPTH = 20

# A changed rating leaves a struck row beside the live one, so more rows than answers are read.
_LATEST = (
    select(ReviewRow.id, ReviewRow.attempt_id, ReviewRow.undone_at)
    .where(ReviewRow.user_id == bindparam("user_id"))
    .order_by(ReviewRow.reviewed_at.desc(), ReviewRow.id.desc())
    .limit(4 * UNDO_DEPTH)
)


_ANSWERED_AS = select(ReviewRow.attempt_id).where(
    ReviewRow.user_id == bindparam("user_id"), ReviewRow.client_id == bindparam("client_id")
)


def attempt_answered_as(db: Session, *, user_id: int, client_id: str) -> int:
    """Return the attempt that was recorded under a client_id; NotFoundError if there is none."""
    found = db.scalar(_ANSWERED_AS, {"user_id": user_id, "client_id": client_id})
    if found is None:
        raise NotFoundError(
            "没有以这个 client_id 记录的作答。", "No answer was recorded under this client_id."
        )
    return found


def undoable(db: Session, *, user_id: int) -> int:
    """Return how many answers can be taken back."""
    return len(_live(db, user_id))


def latest(db: Session, *, user_id: int) -> int | None:
    """Return the attempt that would be taken back now, None if there is none."""
    live = _live(db, user_id)
    return live[0][1] if live else None


def undo(
    db: Session, bank: Bank, *, user_id: int, now_ms: int, attempt_id: int | None = None
) -> Undone:
    """Take back the learner's newest answer, up to the last 20; the card is as it was before.

    `attempt_id` says which answer is meant: asked twice (a double click), it is taken back once.
    ConflictError when there is none to take back, or a newer one stands in the way.
    """
    live = _live(db, user_id)
    if attempt_id is not None and (not live or live[0][1] != attempt_id):
        return _undone_before(db, bank, live, user_id=user_id, attempt_id=attempt_id)
    if not live:
        raise ConflictError("没有可以撤销的作答。", "There is no answer to take back.")
    review_id, found_id = live[0]
    row = db.get_one(ReviewRow, review_id)
    card = db.get_one(CardRow, row.card_id)
    claim(db, card, version=card.version)
    log.strike(db, row, now_ms=now_ms)
    rebuild(db, card)
    return _undone(bank, db.get_one(AttemptRow, found_id), left=len(live) - 1)


def _live(db: Session, user_id: int) -> list[tuple[int, int]]:
    """Return (review id, attempt id) of the answers that can be taken back, newest first."""
    attempts: dict[int, int | None] = {}
    for review_id, attempt_id, undone_at in rows(db, _LATEST, {"user_id": user_id}):
        if attempt_id not in attempts and len(attempts) == UNDO_DEPTH:
            break
        if undone_at is None:
            attempts[attempt_id] = review_id
        else:
            attempts.setdefault(attempt_id, None)
    return [(review, attempt) for attempt, review in attempts.items() if review is not None]


def _undone_before(
    db: Session,
    bank: Bank,
    live: Sequence[tuple[int, int]],
    *,
    user_id: int,
    attempt_id: int,
) -> Undone:
    attempt = own_attempt(db, user_id=user_id, attempt_id=attempt_id)
    still = select(ReviewRow.id).where(
        ReviewRow.attempt_id == attempt_id, ReviewRow.undone_at.is_(None)
    )
    if db.scalar(still.limit(1)) is not None:
        raise ConflictError(
            "只能从最近一次作答开始撤销。", "Answers are taken back from the newest on."
        )
    return _undone(bank, attempt, left=len(live))


def _undone(bank: Bank, attempt: AttemptRow, *, left: int) -> Undone:
    question = bank.by_uid(attempt.uid)
    return Undone(attempt.id, question.slug if question is not None else None, left)
