"""Practice: one question at a time, its answer, and everything that can be done with a card."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.errors import InvalidError, NotFoundError
from app.services import practice, preferences, sessions
from app.services.practice import Unreadable
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
        sessions.touch(
            db, session_id=visitor.session_id, seen_ms=visitor.session_seen_ms, now_ms=now
        )
    if isinstance(result, Unreadable):
        return _unreadable(request, holder, user.id, db, result, form, now)
    if not wants_fragment(request):
        query = {
            "in": form.lang if form.lang != visitor.lang else None,
            "supplanted": "1" if result.supplanted else None,
        }
        name = "practice.outcome"
        return go(request, name, query, slug=result.slug, attempt_id=result.attempt_id)
    return desk.told(request, holder, user.id, db, result, now)


@router.get("/practice/{slug}/answer", name="practice.answer.page")
@router.get("/practice/{slug}/redraw", name="practice.redraw.page")
@router.get("/practice/{slug}/speak", name="practice.speak.page")
def form_address(request: Request, user: CurrentUser, slug: Slug) -> Response:  # noqa: ARG001
    """Lead from the address of a form, where a page may have been left, to its question."""
    return go(request, "practice.show", slug=slug)


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
    supplanted: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    """Show what became of an answer; `supplanted` when another one was sent after it."""
    lang = languages.as_lang(in_lang) or visitor.lang
    found = practice.outcome(
        db, holder, user_id=user.id, attempt_id=attempt_id, lang=lang, now_ms=now
    )
    if found.slug != slug:
        raise NotFoundError(zh="这道题没有这次作答。", en="This question has no such answer.")
    return desk.told(
        request, holder, user.id, db, replace(found, supplanted=supplanted == "1"), now
    )


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
