"""Putting a question off, away, or a mark on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.bank.bank import Bank


def skip(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Put a question off until the learner's next day."""
    raise NotImplementedError


def suspend(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Take a question out of the queue until it is brought back."""
    raise NotImplementedError


def unsuspend(db: Session, bank: Bank, *, user_id: int, slug: str, now_ms: int) -> None:
    """Bring a suspended question back."""
    raise NotImplementedError


def flag(db: Session, bank: Bank, *, user_id: int, slug: str, on: bool, now_ms: int) -> None:
    """Put a flag on a question, or take it off."""
    raise NotImplementedError


def note(db: Session, bank: Bank, *, user_id: int, slug: str, text: str, now_ms: int) -> str:
    """Keep the learner's own note on a question (Markdown is not interpreted); returns it."""
    raise NotImplementedError
