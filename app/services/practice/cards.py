"""Cards as verbs need them: found, read, moved on. Shared by the modules of practice."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.bank.bank import Bank
from app.db.cards import CardRow
from app.db.marks import MarkRow
from app.db.reviews import ReviewRow
from app.db.rows import rows
from app.db.upserts import insert_into
from app.domain.days import Calendar
from app.domain.errors import ConflictError, NotFoundError
from app.domain.kinds import Question
from app.domain.scheduling import NEW, Memory, Rating, State, recall, review
from app.services.practice.pages import CardFacts

_CARD = select(CardRow).where(
    CardRow.user_id == bindparam("user_id"), CardRow.uid == bindparam("uid")
)
_MARK = select(MarkRow.flagged, MarkRow.note).where(
    MarkRow.user_id == bindparam("user_id"), MarkRow.uid == bindparam("uid")
)
# On the table rather than the class: the session need not look for rows that this changes.
_CARDS = cast("Table", CardRow.__table__)
_CLAIM = (
    update(_CARDS)
    .where(_CARDS.c.id == bindparam("card"), _CARDS.c.version == bindparam("shown"))
    .values(version=_CARDS.c.version + 1)
    .returning(_CARDS.c.id)
)
_LIVE_REVIEWS = (
    select(ReviewRow)
    .where(ReviewRow.card_id == bindparam("card_id"), ReviewRow.undone_at.is_(None))
    .order_by(ReviewRow.reviewed_at, ReviewRow.id)
)


def live_question(bank: Bank, slug: str) -> Question:
    """Return a question that learners may meet; NotFoundError for any other slug."""
    question = bank.get(slug)
    if question is None or question.status != "live":
        raise NotFoundError(f"没有“{slug}”这道题。", f"There is no question {slug!r}.")
    return question


def find_card(db: Session, *, user_id: int, uid: str) -> CardRow | None:
    """Return a learner's card, None before the first answer."""
    return db.execute(_CARD, {"user_id": user_id, "uid": uid}).scalar_one_or_none()


def ensure_card(db: Session, *, user_id: int, uid: str) -> CardRow:
    """Return a learner's card, made now (NEW, version 0) if there was none."""
    return find_card(db, user_id=user_id, uid=uid) or make_card(db, user_id=user_id, uid=uid)


def make_card(db: Session, *, user_id: int, uid: str) -> CardRow:
    """Make a card, NEW and of version 0, and return it."""
    # Somebody else's transaction may be making it at this moment: then theirs stands.
    insert = insert_into(db, CardRow).values(
        user_id=user_id, uid=uid, version=0, state=0, reps=0, lapses=0, skips=0, hidden_until=0
    )
    made = db.scalars(insert.on_conflict_do_nothing().returning(CardRow)).one_or_none()
    return made or db.execute(_CARD, {"user_id": user_id, "uid": uid}).scalar_one()


def memory_of(card: CardRow | None) -> Memory:
    """Return what the scheduler has to know of a card."""
    if card is None:
        return NEW
    return Memory(State(card.state), card.step, card.stability, card.difficulty, card.last_day)


def facts(
    db: Session, card: CardRow | None, *, user_id: int, uid: str, now_ms: int, calendar: Calendar
) -> CardFacts:
    """Return what pages say of a card."""
    mark = rows(db, _MARK, {"user_id": user_id, "uid": uid}).one_or_none()
    flagged, note = mark if mark is not None else (False, "")
    if card is None:
        return CardFacts(
            version=0,
            state=State.NEW,
            seen=0,
            lapses=0,
            last_seen_ms=None,
            last_rating=None,
            due_ms=None,
            recall=None,
            stability_days=None,
            suspended=False,
            hidden_until_ms=0,
            flagged=flagged,
            note=note,
        )
    memory = memory_of(card)
    return CardFacts(
        version=card.version,
        state=memory.state,
        seen=card.reps,
        lapses=card.lapses,
        last_seen_ms=card.last_review_at,
        last_rating=None if card.last_rating is None else Rating(card.last_rating),
        due_ms=card.due_at,
        recall=recall(memory, day=calendar.day_of(now_ms)),
        stability_days=card.stability,
        suspended=card.suspended_at is not None,
        hidden_until_ms=card.hidden_until if card.hidden_until > now_ms else 0,
        flagged=flagged,
        note=note,
    )


def next_variant(card: CardRow | None) -> int:
    """Return the index of the next showing's variant: every answer and every skip had its own.

    The version counts answers, also those taken back: after an undo the key has been seen.
    """
    return 0 if card is None else card.version + card.skips


def claim(db: Session, card: CardRow, *, version: int) -> None:
    """Move a card on from a version; ConflictError when somebody else did so first.

    On PostgreSQL this also makes every other writer of the card wait for our commit.
    """
    moved = rows(db, _CLAIM, {"card": card.id, "shown": version})
    if moved.one_or_none() is None:
        raise ConflictError(
            "这道题刚在别的页面答过了，这次作答没有计入。",
            "This question was just answered in another tab; this answer was not counted.",
        )
    # Everything else of the card changes only together with its version: it need not be read again.
    set_committed_value(card, "version", version + 1)


def live_reviews(db: Session, card: CardRow) -> Sequence[ReviewRow]:
    """Return the reviews of a card that count, oldest first."""
    return db.scalars(_LIVE_REVIEWS, {"card_id": card.id}).all()


def replay(reviews: Sequence[ReviewRow]) -> Memory:
    """Return what a log of live reviews, oldest first, leaves in memory."""
    memory = NEW
    for row in reviews:
        memory = review(
            memory, Rating(row.rating), day=row.logical_day, retention=row.retention
        ).memory
    return memory


def rebuild(db: Session, card: CardRow) -> None:
    """Set a card to what its live reviews say. The due date is the one the last of them gave."""
    reviews = live_reviews(db, card)
    memory = replay(reviews)
    last = reviews[-1] if reviews else None
    card.state, card.step = memory.state, memory.step
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.last_day = memory.last_day
    card.due_at = last.due_after if last else None
    card.due_day = last.due_day_after if last else None
    card.last_review_at = last.reviewed_at if last else None
    card.last_rating = last.rating if last else None
    card.reps = len(reviews)
    card.lapses = sum(is_lapse(row.state_before, row.rating) for row in reviews)


def is_lapse(state_before: int, rating: int) -> bool:
    """Return whether a review forgot what had been learnt."""
    return state_before == State.REVIEW and rating == Rating.AGAIN
