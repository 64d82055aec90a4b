"""Practice: one question at a time, its answer, and everything that can be done with a card."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.errors import InvalidError, NotFoundError
from app.domain.scheduling import Rating
from app.services import accounts, practice, preferences
from app.services.practice import Outcome, Unreadable
from app.web import answers, desk, languages
from app.web.clock import Now
from app.web.deps import (
    CurrentBank,
    CurrentUser,
    CurrentVisitor,
    Fields,
    Holder,
    ReadSession,
    RowId,
    WriteSession,
)
from app.web.pages import address, go, render, wants_fragment
from app.web.visitors import Visitor

router = APIRouter(include_in_schema=False)

Slug = Annotated[str, Path(max_length=80)]
InLang = Annotated[str, Query(alias="in", max_length=10)]


@router.get("/practice", name="practice.next")
def next_question(
    request: Request, user: CurrentUser, db: ReadSession, bank: CurrentBank, now: Now
) -> Response:
    """Go to the question to practise now, or say that there is none."""
    found = practice.next_card(db, bank, user_id=user.id, now_ms=now, counted=False)
    if found.item is not None:
        query = {name: request.query_params.get(name) for name in ("done", "about", "lang")}
        question = bank.get(found.item.slug)
        coding = question is not None and question.kind == "code"
        return go(request, "code.show" if coding else "practice.show", query, slug=found.item.slug)
    counts = practice.next_card(db, bank, user_id=user.id, now_ms=now).counts
    return render(
        request, "practice/done.html", counts=counts, next_due_ms=found.next_due_ms, now=now
    )


@router.get("/practice/{slug}", name="practice.show")
def show(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    hints: Annotated[int, Query(ge=0, le=20)] = 0,
    in_lang: InLang = "",
) -> Response:
    """Show one question. Nothing is written."""
    lang = languages.as_lang(in_lang) or visitor.lang
    showing = practice.showing(db, bank, user_id=user.id, slug=slug, lang=lang, now_ms=now)
    if showing.question.kind == "code":
        return go(request, "code.show", slug=slug)
    context = desk.asking(bank, showing, desk.fresh(showing, hints=hints))
    left = desk.left(db, bank, user_id=user.id, now_ms=now)
    page = "practice/_desk.html" if wants_fragment(request) else "practice/show.html"
    here = address(request, "practice.show", slug=slug)
    return render(request, page, now=now, here=here, **left, **context)


@router.post("/practice/{slug}/redraw", name="practice.redraw")
def redraw(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    fields: Fields,
) -> Response:
    """Show the same question with another hint or in the other language; what was typed stays."""
    return _redrawn(request, visitor, user.id, db, bank, now, slug, fields)


@router.post("/practice/{slug}/speak", name="practice.speak")
def speak(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    fields: Fields,
) -> Response:
    """Switch the language of the whole page, as `display` does; what was typed stays."""
    wanted = languages.as_lang(str(fields.get("switch", "")))
    if wanted is None:
        raise InvalidError("switch", "没有这种语言。", "There is no such language.")
    preferences.change(db, user_id=user.id, changes={"lang": wanted})
    visitor = request.state.visitor = replace(visitor, lang=wanted)
    reply = _redrawn(request, visitor, user.id, db, bank, now, slug, fields)
    languages.keep(reply, wanted)
    return reply


def _redrawn(
    request: Request,
    visitor: Visitor,
    user_id: int,
    db: Session,
    bank: Bank,
    now: int,
    slug: str,
    fields: FormData,
) -> Response:
    form = desk.parsed(fields, now_ms=now)
    lang = form.lang or visitor.lang
    showing = practice.showing(
        db, bank, user_id=user_id, slug=slug, lang=lang, now_ms=now, variant_index=form.variant
    )
    typed = answers.read(showing.question, fields)
    context = desk.asking(bank, showing, desk.kept(form, showing), typed)
    left = desk.left(db, bank, user_id=user_id, now_ms=now)
    page = "practice/_desk.html" if wants_fragment(request) else "practice/show.html"
    here = address(request, "practice.show", slug=slug)
    return render(request, page, now=now, here=here, **left, **context)


@router.post("/practice/{slug}/answer", name="practice.answer")
def answer(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    holder: Holder,
    now: Now,
    slug: Slug,
    fields: Fields,
) -> Response:
    """Grade an answer and show what became of it."""
    form = desk.parsed(fields, now_ms=now)
    _bank, question = desk.as_shown(holder, slug, form.revision)
    result = practice.answer(
        db,
        holder,
        user_id=user.id,
        slug=slug,
        client_id=form.client_id,
        card_version=form.version,
        revision=form.revision,
        variant_index=form.variant,
        answer=answers.read(question, fields),
        lang=form.lang or visitor.lang,
        now_ms=now,
        shown_ms=form.shown_ms,
        hints_used=form.hints,
    )
    if visitor.session_id is not None:
        accounts.touch_session(
            db, session_id=visitor.session_id, seen_ms=visitor.session_seen_ms, now_ms=now
        )
    if isinstance(result, Unreadable):
        return _unreadable(request, holder, user.id, db, result, form, now)
    if not wants_fragment(request):
        query = {"in": form.lang if form.lang != visitor.lang else None}
        name = "practice.outcome"
        return go(request, name, query, slug=result.slug, attempt_id=result.attempt_id)
    return _told(request, holder, user.id, db, result, now)


@router.get("/practice/{slug}/{attempt_id}", name="practice.outcome")
def outcome(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    holder: Holder,
    now: Now,
    slug: Slug,
    attempt_id: RowId,
    in_lang: InLang = "",
) -> Response:
    """Show what became of an answer."""
    lang = languages.as_lang(in_lang) or visitor.lang
    found = practice.outcome(
        db, holder, user_id=user.id, attempt_id=attempt_id, lang=lang, now_ms=now
    )
    if found.slug != slug:
        raise NotFoundError(zh="这道题没有这次作答。", en="This question has no such answer.")
    return _told(request, holder, user.id, db, found, now)


@router.post("/answers/{attempt_id}/rating", name="practice.rerate")
def rerate(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    holder: Holder,
    now: Now,
    attempt_id: RowId,
    rating: Annotated[int, Form()] = 0,
) -> Response:
    """Change the rating of an answer and go on to the next question."""
    if rating not in set(Rating):
        raise InvalidError("rating", "没有这个评分。", "There is no such rating.")
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


@router.post("/answers/{attempt_id}/assessment", name="practice.assess")
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
    """Set which points an open answer made."""
    lang = languages.as_lang(str(fields.get("in", ""))) or visitor.lang
    points = [str(point) for point in fields.getlist("points")]
    found = practice.assess(
        db, holder, user_id=user.id, attempt_id=attempt_id, points=points, lang=lang, now_ms=now
    )
    if not wants_fragment(request):
        name, query = "practice.outcome", {"done": "saved"}
        return go(request, name, query, slug=found.slug, attempt_id=attempt_id)
    return _told(request, holder, user.id, db, found, now)


def _told(
    request: Request, holder: BankHolder, user_id: int, db: Session, outcome: Outcome, now: int
) -> Response:
    """Render the feedback; with htmx the address becomes one that can be loaded again."""
    here = address(request, "practice.outcome", slug=outcome.slug, attempt_id=outcome.attempt_id)
    left = desk.left(db, holder.current, user_id=user_id, now_ms=now)
    context = desk.telling(holder, outcome)
    fragment = wants_fragment(request)
    page = "practice/_answered.html" if fragment else "practice/answered.html"
    headers = {"HX-Replace-Url": here} if fragment and request.method == "POST" else None
    return render(request, page, 200, headers, now=now, here=here, **left, **context)


def _unreadable(
    request: Request,
    holder: BankHolder,
    user_id: int,
    db: Session,
    result: Unreadable,
    form: desk.Form,
    now: int,
) -> Response:
    """Render the question again with what was typed and why it could not be read."""
    bank, _question = desk.as_shown(holder, result.showing.slug, form.revision)
    context = desk.asking(bank, result.showing, form, result.answer, message=result.message)
    left = desk.left(db, holder.current, user_id=user_id, now_ms=now)
    page = "practice/_desk.html" if wants_fragment(request) else "practice/show.html"
    here = address(request, "practice.show", slug=result.showing.slug)
    return render(request, page, 422, now=now, here=here, **left, **context)
