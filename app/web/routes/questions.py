"""The questions: browse and search, one in detail, its figures, the record of one's answers."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.domain.errors import NotFoundError
from app.services import attempts, library, practice
from app.services.library import Filters
from app.web import record
from app.web.answers import Given
from app.web.clock import Now
from app.web.deps import CurrentBank, CurrentUser, CurrentVisitor, Holder, ReadSession, RowId
from app.web.pages import render, wants_fragment
from app.web.reading import Reading

router = APIRouter(include_in_schema=False)

Slug = Annotated[str, Path(max_length=80)]
_FIGURES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
}


@router.get("/questions", name="questions.browse")
def browse(
    request: Request,
    user: CurrentUser,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    track: Annotated[str | None, Query(max_length=80)] = None,
    topic: Annotated[str | None, Query(max_length=80)] = None,
    kind: Annotated[str | None, Query(max_length=20)] = None,
    difficulty: Annotated[str | None, Query(max_length=2)] = None,
    status: Annotated[str | None, Query(max_length=20)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[str, Query(max_length=6)] = "1",
) -> Response:
    """List the questions that the address asks for."""
    filters = Filters(
        track=track or None,
        topic=topic or None,
        kind=kind or None,
        difficulty=int(difficulty) if difficulty and difficulty.isdecimal() else None,
        status=status or None,
        q=q.strip(),
    )
    ignored = {name: getattr(filters, name) for name in library.unknown(bank, filters)}
    if ignored:
        known: dict[str, Any] = dict.fromkeys(ignored)
        filters = replace(filters, **known)
    number = max(1, int(page)) if page.isdecimal() else 1
    found = library.browse(db, bank, user_id=user.id, now_ms=now, filters=filters, page=number)
    chosen = {
        name: value
        for name in ("track", "topic", "kind", "difficulty", "status", "q")
        if (value := getattr(filters, name)) not in (None, "")
    }
    template = "questions/_list.html" if wants_fragment(request) else "questions/browse.html"
    return render(request, template, found=found, chosen=chosen, ignored=ignored, now=now)


@router.get("/questions/{slug}", name="questions.show")
def show(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    slug: Slug,
) -> Response:
    """Show one question without its key, what is known of it, and one's own answers."""
    showing = practice.showing(db, bank, user_id=user.id, slug=slug, lang=visitor.lang, now_ms=now)
    return render(
        request,
        "questions/show.html",
        showing=showing,
        read=Reading(bank, visitor.lang, showing.values),
        history=attempts.history(db, bank, user_id=user.id, slug=slug),
        bank=bank,
        now=now,
    )


@router.get("/questions/{slug}/figures/{file}", name="questions.figure")
def figure(user: CurrentUser, bank: CurrentBank, slug: Slug, file: str) -> Response:  # noqa: ARG001
    """Send a picture of a question."""
    body = bank.figure(slug, file)
    media_type = _FIGURES.get(file.rpartition(".")[2])
    if body is None or media_type is None:
        raise NotFoundError(zh="没有这张图。", en="There is no such figure.")
    return Response(body, media_type=media_type, headers={"Cache-Control": "private, max-age=3600"})


@router.get("/attempts/{attempt_id}", name="questions.attempt")
def attempt(
    request: Request,
    user: CurrentUser,
    db: ReadSession,
    holder: Holder,
    attempt_id: RowId,
) -> Response:
    """Show one of one's own answers, as the question was read then."""
    found = attempts.get(db, user_id=user.id, attempt_id=attempt_id)
    bank, question, values = record.then(holder, found)
    return render(
        request,
        "questions/attempt.html",
        attempt=found,
        question=question,
        read=Reading(bank, found.lang, values),
        given=Given(found.answer),
        lines=record.lines(found, question),
    )
