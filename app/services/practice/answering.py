"""What an answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.bank.holder import BankHolder
    from app.domain.grade import Answer
    from app.domain.scheduling import Rating
    from app.domain.text import Lang
    from app.services.practice.pages import Outcome, Unreadable


def outcome(
    db: Session, holder: BankHolder, *, user_id: int, attempt_id: int, lang: Lang, now_ms: int
) -> Outcome:
    """Return what became of an answer; NotFoundError for somebody else's. Reads only."""
    raise NotImplementedError


def answer(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    slug: str,
    client_id: str,
    card_version: int | None,
    revision: str,
    variant_index: int,
    answer: Answer,
    lang: Lang,
    now_ms: int,
    shown_ms: int | None = None,
    reported_ms: int | None = None,
    hints_used: int = 0,
) -> Outcome | Unreadable:
    """Grade an answer, remember it, rate it and schedule the card.

    The same client_id again returns the recorded outcome and does nothing. Raises ConflictError
    when the card moved on since it was shown (`card_version`; None: not checked, for the API) or
    the revision shown is no longer known, InvalidError for a malformed client_id or variant, and
    NotFoundError for an unknown question. Nothing is recorded then.
    """
    raise NotImplementedError


def rerate(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    attempt_id: int,
    rating: Rating,
    lang: Lang,
    now_ms: int,
) -> Outcome:
    """Change the rating of the latest answer to a card.

    InvalidError when the rating is not among the choices, ConflictError when the card was answered
    again since, or the answer was undone.
    """
    raise NotImplementedError


def assess(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    attempt_id: int,
    points: Sequence[str],
    lang: Lang,
    now_ms: int,
) -> Outcome:
    """Set which rubric points an open answer made, by the learner's own judgement; re-rates it."""
    raise NotImplementedError
