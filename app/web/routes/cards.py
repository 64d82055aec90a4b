"""What can be done with a card besides answering it: undo, skip, suspend, flag, note."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.bank.bank import Bank
from app.services import practice
from app.web.clock import Now
from app.web.deps import CurrentBank, CurrentUser, CurrentVisitor, WriteSession, local_path
from app.web.pages import address, go, render, wants_fragment
from app.web.visitors import Visitor

router = APIRouter(prefix="/practice", include_in_schema=False)

Slug = Annotated[str, Path(max_length=80)]
Switch = Annotated[str, Form(alias="on", max_length=1)]
Target = Annotated[str, Form(alias="next", max_length=2000)]


@router.post("/undo", name="practice.undo")
def undo(
    request: Request,
    user: CurrentUser,
    db: WriteSession,
    bank: CurrentBank,
    now: Now,
    attempt_id: Annotated[int | None, Form(ge=1, le=2**63 - 1)] = None,
) -> Response:
    """Take back the last answer and show its question again."""
    undone = practice.undo(db, bank, user_id=user.id, now_ms=now, attempt_id=attempt_id)
    if undone.slug is None:
        return go(request, "practice.next", {"done": "undone"})
    return go(request, "practice.show", {"done": "undone"}, slug=undone.slug)


@router.post("/{slug}/skip", name="practice.skip")
def skip(
    request: Request, user: CurrentUser, db: WriteSession, bank: CurrentBank, now: Now, slug: Slug
) -> Response:
    """Put a question off until tomorrow."""
    practice.skip(db, bank, user_id=user.id, slug=slug, now_ms=now)
    return go(request, "practice.next", {"done": "skipped", "about": slug})


@router.post("/{slug}/suspend", name="practice.suspend")
def suspend(
    request: Request,
    user: CurrentUser,
    db: WriteSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    on: Switch = "1",
) -> Response:
    """Take a question out of the queue, or bring it back."""
    if on == "1":
        practice.suspend(db, bank, user_id=user.id, slug=slug, now_ms=now)
        return go(request, "practice.next", {"done": "suspended", "about": slug})
    practice.unsuspend(db, bank, user_id=user.id, slug=slug, now_ms=now)
    return go(request, "questions.show", slug=slug)


@router.post("/{slug}/flag", name="practice.flag")
def flag(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    on: Switch = "1",
    next_path: Target = "",
) -> Response:
    """Put a flag on a question, or take it off."""
    practice.flag(db, bank, user_id=user.id, slug=slug, on=on == "1", now_ms=now)
    return _marked(request, db, bank, visitor, slug, now, "practice/_flag.html", next_path)


@router.post("/{slug}/note", name="practice.note")
def note(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
    text: Annotated[str, Form(max_length=20_000)] = "",
    next_path: Target = "",
) -> Response:
    """Keep the learner's own note on a question."""
    practice.note(db, bank, user_id=user.id, slug=slug, text=text, now_ms=now)
    return _marked(request, db, bank, visitor, slug, now, "practice/_note.html", next_path)


def _marked(
    request: Request,
    db: Session,
    bank: Bank,
    visitor: Visitor,
    slug: str,
    now: int,
    unit: str,
    target: str,
) -> Response:
    """Swap the mark in place, or go back to the page it was on."""
    assert visitor.person is not None  # noqa: S101  the routes ask for CurrentUser
    here = local_path(target, address(request, "practice.show", slug=slug))
    if not wants_fragment(request):
        return RedirectResponse(here, status_code=303)
    db.flush()  # what follows reads the mark back
    showing = practice.showing(
        db, bank, user_id=visitor.person.id, slug=slug, lang=visitor.lang, now_ms=now
    )
    context = {"q": showing.question, "card": showing.card, "here": here, "saved": True}
    return render(request, unit, **context)
