"""What a learner is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.domain.text import Lang
    from app.services.practice.pages import Showing


def showing(
    db: Session,
    bank: Bank,
    *,
    user_id: int,
    slug: str,
    lang: Lang,
    now_ms: int,
    variant_index: int | None = None,
) -> Showing:
    """Return a question with a fresh variant for this learner; NotFoundError if there is none.

    `variant_index` asks for a certain variant instead (API).
    """
    raise NotImplementedError
