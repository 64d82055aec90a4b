"""What a learner is shown."""

from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.cards import CardRow
from app.domain.errors import InvalidError
from app.domain.kinds import Question
from app.domain.text import Lang
from app.domain.variants import values_of
from app.services import preferences
from app.services.practice.cards import facts, find_card, live_question, next_variant
from app.services.practice.pages import Showing

MOST_VARIANTS = 1_000_000


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
    question = live_question(bank, slug)
    card = find_card(db, user_id=user_id, uid=question.uid)
    return shown(
        db,
        question,
        card,
        revision=bank.revision(slug),
        variant_index=next_variant(card) if variant_index is None else variant_index,
        user_id=user_id,
        lang=lang,
        shown_ms=now_ms,
        now_ms=now_ms,
    )


def shown(
    db: Session,
    question: Question,
    card: CardRow | None,
    *,
    revision: str,
    variant_index: int,
    user_id: int,
    lang: Lang,
    shown_ms: int,
    now_ms: int,
) -> Showing:
    """Return one showing of a question; InvalidError for a variant out of range."""
    if not 0 <= variant_index < MOST_VARIANTS:
        raise InvalidError("variant", "没有这个变体。", "There is no such variant.")
    variant = question.variant(variant_index)
    calendar = preferences.get(db, user_id=user_id).calendar
    known = facts(db, card, user_id=user_id, uid=question.uid, now_ms=now_ms, calendar=calendar)
    return Showing(
        question=question,
        slug=question.slug,
        revision=revision,
        variant=variant,
        order=question.order(variant),
        values=values_of(question, variant, lang),
        lang=lang,
        shown_ms=shown_ms,
        early=known.suspended
        or known.hidden_until_ms > 0
        or (known.due_ms is not None and known.due_ms > now_ms),
        card=known,
    )
