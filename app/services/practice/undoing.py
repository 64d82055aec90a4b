"""Taking answers back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.services.practice.pages import Undone

UNDO_DEPTH = 20


def undo(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> Undone:
    """Take back the learner's newest answer (up to 20 back); ConflictError when there is none."""
    raise NotImplementedError
