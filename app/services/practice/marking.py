"""Putting a question off, away, or a mark on it. None of these touches what is scheduled."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.cards import CardRow
from app.db.marks import MarkRow
from app.db.storable import storable
from app.db.upserts import insert_into
from app.domain.errors import InvalidError
from app.services import preferences
from app.services.practice.cards import ensure_card, find_card, live_question

LONGEST_NOTE = 4_000


def skip(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Put a question off until the learner's next day. Skipped twice on one day is skipped once."""
    question = live_question(bank, slug)
    calendar = preferences.get(db, user_id=user_id).calendar
    until = calendar.starts_at(calendar.day_of(now_ms) + 1)
    card = ensure_card(db, user_id=user_id, uid=question.uid)
    db.execute(
        update(CardRow)
        .where(CardRow.id == card.id, CardRow.hidden_until < until)
        .values(hidden_until=until, skips=CardRow.skips + 1)
        .execution_options(synchronize_session=False)
    )
    db.expire(card)


def suspend(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Take a question out of the queue until it is brought back."""
    question = live_question(bank, slug)
    card = ensure_card(db, user_id=user_id, uid=question.uid)
    if card.suspended_at is None:
        card.suspended_at = now_ms


def unsuspend(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Bring a suspended or skipped question back."""
    question = live_question(bank, slug)
    card = find_card(db, user_id=user_id, uid=question.uid)
    if card is not None:
        card.suspended_at = None
        if card.hidden_until > now_ms:
            card.hidden_until = 0


def flag(db: Session, bank: Bank, *, user_id: int, slug: str, on: bool, now_ms: int) -> None:
    """Put a flag on a question, or take it off."""
    _mark(db, bank, user_id=user_id, slug=slug, now_ms=now_ms, changed={"flagged": on})


def note(db: Session, bank: Bank, *, user_id: int, slug: str, text: str, now_ms: int) -> str:
    """Keep the learner's own note on a question (Markdown is not interpreted); returns it."""
    kept = storable(text.replace("\r\n", "\n")).strip()
    if len(kept) > LONGEST_NOTE:
        raise InvalidError(
            "note",
            f"笔记最多 {LONGEST_NOTE} 个字符，现在有 {len(kept)} 个。",
            f"A note has at most {LONGEST_NOTE} characters; this one has {len(kept)}.",
        )
    _mark(db, bank, user_id=user_id, slug=slug, now_ms=now_ms, changed={"note": kept})
    return kept


def _mark(
    db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int, changed: dict[str, object]
) -> None:
    question = live_question(bank, slug)
    changed = {**changed, "changed_at": now_ms}
    insert = insert_into(db, MarkRow).values(
        {"user_id": user_id, "uid": question.uid, "flagged": False, "note": "", **changed}
    )
    db.execute(insert.on_conflict_do_update(index_elements=["user_id", "uid"], set_=changed))
