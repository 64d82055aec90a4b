"""Second thoughts about an answer: another rating, or which points an open answer made."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.bank.holder import BankHolder
from app.domain.errors import InvalidError
from app.domain.scheduling import Rating
from app.domain.text import Lang
from app.services import practice
from app.services.practice import Outcome
from app.web import desk, languages
from app.web.clock import Now
from app.web.deps import CurrentUser, CurrentVisitor, Fields, Holder, RowId, WriteSession
from app.web.pages import go, wants_fragment

router = APIRouter(prefix="/answers", include_in_schema=False)


@router.post("/{attempt_id}/rating", name="practice.rerate")
def rerate(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    holder: Holder,
    now: Now,
    attempt_id: RowId,
    fields: Fields,
    rating: Annotated[int, Form()] = 0,
) -> Response:
    """Change the rating of an answer and go on to the next question.

    Where points stand beside the ratings, they come along and are judged first.
    """
    if rating not in set(Rating):
        raise InvalidError("rating", "没有这个评分。", "There is no such rating.")
    if "judged" in fields:
        judged = _judged(db, holder, user.id, attempt_id, fields, visitor.lang, now)
        if judged is not None and rating not in judged.choices:
            query = {"done": "saved"}
            return go(request, "practice.outcome", query, slug=judged.slug, attempt_id=attempt_id)
    practice.rerate(
        db,
        holder,
        user_id=user.id,
        attempt_id=attempt_id,
        rating=Rating(rating),
        lang=visitor.lang,
        now_ms=now,
    )
    return go(request, "practice.next")


@router.post("/{attempt_id}/assessment", name="practice.assess")
def assess(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    holder: Holder,
    now: Now,
    attempt_id: RowId,
    fields: Fields,
) -> Response:
    """Set which points an open answer made, and go on to the next question if that was asked."""
    lang = languages.as_lang(str(fields.get("in", ""))) or visitor.lang
    if fields.get("then") == "next":
        _judged(db, holder, user.id, attempt_id, fields, lang, now)
        return go(request, "practice.next")
    points = [str(point) for point in fields.getlist("points")]
    found = practice.assess(
        db, holder, user_id=user.id, attempt_id=attempt_id, points=points, lang=lang, now_ms=now
    )
    if not wants_fragment(request):
        name, query = "practice.outcome", {"done": "saved"}
        return go(request, name, query, slug=found.slug, attempt_id=attempt_id)
    return desk.told(request, holder, user.id, db, found, now)


def _judged(
    db: Session,
    holder: BankHolder,
    user_id: int,
    attempt_id: int,
    fields: FormData,
    lang: Lang,
    now: int,
) -> Outcome | None:
    """Set the points that came along with another button; None when they were left as they stood.

    A suggestion that was left alone stays a suggestion.
    """
    points = {str(point) for point in fields.getlist("points")}
    found = practice.outcome(
        db, holder, user_id=user_id, attempt_id=attempt_id, lang=lang, now_ms=now
    )
    if points == found.ticked:
        return None
    return practice.assess(
        db,
        holder,
        user_id=user_id,
        attempt_id=attempt_id,
        points=sorted(points),
        lang=lang,
        now_ms=now,
    )
