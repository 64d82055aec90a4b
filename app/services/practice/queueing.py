"""Which question comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.services.practice.pages import Next, QueueItem


def next_card(db: Session, bank: Bank, *, user_id: int, now_ms: int, counted: bool = True) -> Next:
    """Return what to practise now. `counted=False` saves the counting (counts is None)."""
    raise NotImplementedError


def due_queue(
    db: Session, bank: Bank, *, user_id: int, now_ms: int, limit: int = 50
) -> tuple[QueueItem, ...]:
    """Return the queue as it stands; a shorter limit gives a prefix of a longer one."""
    raise NotImplementedError
