"""The record: every answer as it was given and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.domain.grade import Answer, Remark
    from app.domain.scheduling import Rating
    from app.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer, frozen. `shown` holds the texts as read: {"prompt": …, "parts": {id: …}, …}."""

    id: int
    slug: str
    kind: str
    revision: str
    variant_index: int
    lang: Lang
    params: Mapping[str, Any]
    shown: Mapping[str, Any]
    key: Any
    key_text: str
    answer: Answer
    score: float
    correct: bool
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
    """Return a learner's answers to one question, newest first."""
    raise NotImplementedError


def get(db: Session, *, user_id: int, attempt_id: int) -> Attempt:
    """Return one answer; NotFoundError if there is none or it is somebody else's."""
    raise NotImplementedError
