"""What a learner is shown."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.cards import CardRow
from app.domain.days import Calendar
from app.domain.errors import InvalidError
from app.domain.kinds import Question
from app.domain.text import Lang
from app.domain.variants import Variant, values_of
from app.services import preferences
from app.services.practice.cards import facts, find_card, live_question, next_variant
from app.services.practice.pages import Showing

MOST_VARIANTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question with one variant drawn: what is on the screen, whoever looks at it."""

    question: Question
    revision: str
    variant: Variant
    order: dict[str, tuple[str, ...]]
    values: dict[str, str]
    lang: Lang


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
    index = next_variant(card) if variant_index is None else variant_index
    drawn = draw(question, revision=bank.revision(slug), variant_index=index, lang=lang)
    calendar = preferences.get(db, user_id=user_id).calendar
    return shown_to(
        db, drawn, card, user_id=user_id, calendar=calendar, shown_ms=now_ms, now_ms=now_ms
    )


def draw(question: Question, *, revision: str, variant_index: int, lang: Lang) -> Drawn:
    """Return a question with a certain variant; InvalidError for a variant out of range."""
    if not 0 <= variant_index < MOST_VARIANTS:
        raise InvalidError("variant", "没有这个变体。", "There is no such variant.")
    variant = question.variant(variant_index)
    return Drawn(
        question,
        revision,
        variant,
        question.order(variant),
        values_of(question, variant, lang),
        lang,
    )


def shown_to(
    db: Session,
    drawn: Drawn,
    card: CardRow | None,
    *,
    user_id: int,
    calendar: Calendar,
    shown_ms: int,
    now_ms: int,
) -> Showing:
    """Return what one learner sees: the question, and what is known of the two."""
    uid = drawn.question.uid
    known = facts(db, card, user_id=user_id, uid=uid, now_ms=now_ms, calendar=calendar)
    return Showing(
        question=drawn.question,
        slug=drawn.question.slug,
        revision=drawn.revision,
        variant=drawn.variant,
        order=drawn.order,
        values=drawn.values,
        lang=drawn.lang,
        shown_ms=shown_ms,
        early=known.suspended
        or known.hidden_until_ms > 0
        or (known.due_ms is not None and known.due_ms > now_ms),
        card=known,
    )
