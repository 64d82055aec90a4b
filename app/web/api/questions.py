"""Questions and answers over the API."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.domain.errors import InvalidError, NotFoundError
from app.domain.kinds import KindName
from app.domain.text import Lang
from app.services import library, practice
from app.services.library import Filters
from app.services.practice import Unreadable
from app.web.api import shapes, views
from app.web.api.access import Answerer, Reader
from app.web.api.problems import RESPONSES
from app.web.clock import Now
from app.web.deps import CurrentBank, Holder, ReadSession, WriteSession

router = APIRouter(tags=["questions"], responses=RESPONSES)

Word = Annotated[str | None, Query(max_length=100)]


@router.get("/questions")
def browse(
    bearer: Reader,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    track: Word = None,
    topic: Word = None,
    kind: Annotated[KindName | None, Query()] = None,
    status: Annotated[library.StatusFilter | None, Query()] = None,
    difficulty: Annotated[int | None, Query(ge=1, le=5)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    lang: Lang = "en",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> shapes.QuestionPage:
    """List live questions, by relevance when searching (`q`, either language), else in order."""
    filters = Filters(track, topic, kind, difficulty, status, q)
    for name, allowed in library.unknown(bank, filters).items():
        listed = ", ".join(allowed)
        raise NotFoundError(
            f"没有这个 {name}，只有：{listed}。", f"There is no such {name}. It is one of {listed}."
        )
    found = library.browse(
        db, bank, user_id=bearer.person.id, now_ms=now, filters=filters, page=page
    )
    return views.page(found, lang)


@router.get("/questions/{slug}")
def show(
    bearer: Reader,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    slug: str,
    lang: Lang = "en",
    variant: Annotated[int | None, Query(ge=0, le=2**31 - 1)] = None,
) -> shapes.QuestionView:
    """Show one question, with a fresh variant unless one is asked for. Writes nothing."""
    showing = practice.showing(
        db,
        bank,
        user_id=bearer.person.id,
        slug=slug,
        lang=lang,
        now_ms=now,
        variant_index=variant,
    )
    return views.question(showing)


@router.post("/questions/{slug}/answers")
def answer(
    bearer: Answerer,
    db: WriteSession,
    holder: Holder,
    now: Now,
    slug: str,
    given: shapes.AnswerGiven,
) -> shapes.AnswerOutcome:
    """Grade an answer, record it and schedule the card.

    An answer that cannot be read is 422 and leaves no trace.
    """
    done = practice.answer(
        db,
        holder,
        user_id=bearer.person.id,
        slug=slug,
        client_id=str(given.client_id),
        card_version=None,
        revision=given.revision or _current_revision(holder, slug),
        variant_index=given.variant_id,
        answer=given.answer,
        lang=given.lang,
        now_ms=now,
        reported_ms=given.duration_ms,
        hints_used=given.hints_used,
    )
    if isinstance(done, Unreadable):
        raise InvalidError("answer", done.message.zh, done.message.en)
    following = practice.next_card(
        db, holder.current, user_id=bearer.person.id, now_ms=now, counted=False
    )
    return views.outcome(done, following.item.slug if following.item else None)


def _current_revision(holder: Holder, slug: str) -> str:
    entry = holder.current.entry(slug)
    # An unknown slug is the service's to refuse, in its own words.
    return entry.revision if entry else ""
