"""Coding: the editor, what is done in it, and the verdict on what was handed in.

Whatever waits for the judge is `async` and holds neither a thread nor a connection meanwhile.
"""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import PlainTextResponse, Response

from app.domain.errors import InvalidError, NotFoundError
from app.domain.text import Lang
from app.services import judging, practice
from app.services.judging import Placed, Room, Submission
from app.web import throttle, workbench
from app.web.clock import Now
from app.web.deps import (
    CurrentUser,
    CurrentVisitor,
    Fields,
    Holder,
    JudgingRoom,
    ReadSession,
    WriteSession,
)
from app.web.handing_in import admitted
from app.web.pages import address, go, render, wants_fragment
from app.web.reading import Reading
from app.web.security import content_policy

router = APIRouter(include_in_schema=False)

Slug = Annotated[str, Path(max_length=80)]
PATIENCE_S = 0.8
"""How long handing in waits for the verdict before the page says that it is being judged."""


@router.get("/code/{slug}", name="code.show")
def show(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    holder: Holder,
    room: JudgingRoom,
    now: Now,
    slug: Slug,
    hints: Annotated[int, Query(ge=0, le=20)] = 0,
    submission: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """Show a question beside an editor, with the verdict of one submission if one is named."""
    question = judging.code_question(holder, slug)
    room.warm(question, holder.current.revision(slug))
    shown = None
    if submission:
        try:
            shown = judging.record.own(db, user_id=user.id, submission_id=submission)
        except NotFoundError:  # of runs only the newest is kept: a page opened again has the code
            return go(request, "code.show", slug=slug)
        if shown.uid != question.uid:
            return go(request, "code.show", slug=slug)
    context = _context(db, holder, room, question, shown, visitor.lang, user.id, now)
    page = workbench.page(
        db, holder.current, question, user_id=user.id, lang=visitor.lang, now_ms=now, hints=hints
    )
    # The editor writes its own styles; they carry this page's nonce.
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": content_policy(nonce)}
    return render(request, "code/show.html", 200, headers, nonce=nonce, **(context | page))


@router.post("/code/{slug}", name="code.do")
async def do(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    holder: Holder,
    room: JudgingRoom,
    now: Now,
    slug: Slug,
    fields: Fields,
) -> Response:
    """Run, submit, save, reset, undo, show a hint, or give up: `do` says which."""
    wanted = workbench.text_of(fields, "do")
    if wanted in {"run", "submit", "try"}:
        placed = await run_in_threadpool(
            _place, request, holder, room, user.id, slug, wanted, fields, visitor.lang, now
        )
        await room.hand_in(placed, patience_s=PATIENCE_S)
        if not wants_fragment(request):
            return go(request, "code.show", {"submission": placed.id}, slug=slug)
        hints_shown = workbench.parsed(fields, now_ms=now).hints
        return await run_in_threadpool(_told, request, placed.id, user.id, hints_shown)
    return await run_in_threadpool(
        _change, request, holder, user.id, slug, wanted, fields, visitor.lang, now
    )


@router.post("/code/{slug}/draft", name="code.draft")
def draft(
    visitor: CurrentVisitor,
    db: WriteSession,
    holder: Holder,
    now: Now,
    slug: Slug,
    fields: Fields,
) -> Response:
    """Keep what is being typed. Asked by a script, which must see a refusal as one.

    Where the draft here is one that the script does not know, it gets that one instead (409).
    """
    if visitor.person is None:
        return Response(status_code=401)
    question = judging.code_question(holder, slug)
    if "source" not in fields:
        raise InvalidError("source", "没有收到代码。", "No code arrived.")
    source = workbench.text_of(fields, "source")
    facts: dict[str, Any] = {"user_id": visitor.person.id, "question": question, "now_ms": now}
    base = workbench.base_of(fields)
    other = judging.workspace.set_aside(db, source=source, base=base, **facts)
    if other is not None:
        return PlainTextResponse(other, 409)
    judging.workspace.save(db, source=source, **facts)
    return Response(status_code=204)


@router.get("/code/{slug}/hints", name="code.hints")
def hints(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,  # noqa: ARG001 - signed in
    holder: Holder,
    slug: Slug,
    n: Annotated[int, Query(ge=0, le=20)] = 0,
) -> Response:
    """Show the first hints, without touching the editor."""
    question = judging.code_question(holder, slug)
    here = address(request, "code.show", {"hints": n}, slug=slug)
    return render(
        request,
        "code/_hints.html",
        200,
        {"HX-Replace-Url": here},
        q=question,
        shown=min(n, len(question.hints)),
        read=Reading(holder.current, visitor.lang),
    )


def _place(
    request: Request,
    holder: Holder,
    room: Room,
    user_id: int,
    slug: str,
    wanted: str,
    fields: FormData,
    lang: Lang,
    now: int,
) -> Placed:
    form = workbench.parsed(fields, now_ms=now)
    question = judging.code_question(holder, slug)
    source = workbench.text_of(fields, "source")
    base = workbench.base_of(fields)
    facts: dict[str, Any] = {"user_id": user_id, "source": source, "now_ms": now, "base": base}
    facts["over_draft"] = base is None  # without a script, nobody knows which draft it was
    with (
        admitted(request, room, question, **facts),
        request.app.state.write_sessions.begin() as db,
    ):
        placed = judging.place(
            db,
            holder,
            slug=slug,
            client_id=form.client_id,
            mode="submit" if wanted == "submit" else "run",
            arguments=workbench.text_of(fields, "arguments") if wanted == "try" else None,
            lang=lang,
            shown_ms=form.shown_ms,
            hints_used=form.hints,
            **facts,
        )
    if placed.fresh:
        throttle.throttle(request).count_submission(user_id)
    return placed


def _change(
    request: Request,
    holder: Holder,
    user_id: int,
    slug: str,
    wanted: str,
    fields: FormData,
    lang: Lang,
    now: int,
) -> Response:
    """Carry out what needs no judge, and show the page again."""
    question = judging.code_question(holder, slug)
    facts: dict[str, Any] = {"user_id": user_id, "question": question, "now_ms": now}
    query: dict[str, str | int | None] = {}
    with request.app.state.write_sessions.begin() as db:
        if wanted in {"save", "hint", "reset", "reveal"}:
            source, base = workbench.text_of(fields, "source"), workbench.base_of(fields)
            if base is None:  # without a script, nobody knows which draft it was
                judging.workspace.replace(db, source=source, **facts)
            else:
                judging.workspace.save(db, source=source, base=base, **facts)
        match wanted:
            case "save":
                query["done"] = "saved"
            case "hint":
                query["hints"] = workbench.parsed(fields, now_ms=now).hints + 1
            case "reset":
                judging.workspace.reset(db, **facts)
                query["done"] = "reset"
            case "undo":
                judging.workspace.undo(db, **facts)
            case "reveal":
                judging.workspace.reveal(db, **facts)
                practice.give_up(db, holder, question, user_id=user_id, lang=lang, now_ms=now)
            case "restore":
                submission = _own(db, user_id, workbench.text_of(fields, "submission"))
                judging.workspace.replace(db, source=submission.source, **facts)
                query["done"] = "restored"
            case _:
                raise InvalidError("do", "没有这个动作。", "There is no such action.")
    return go(request, "code.show", query, slug=slug)


def _own(db: Any, user_id: int, number: str) -> Submission:  # noqa: ANN401 - a session
    known = number.isdecimal() and number.isascii() and len(number) < 19  # noqa: PLR2004 - 64 bits
    return judging.record.own(db, user_id=user_id, submission_id=int(number) if known else 0)


def _told(request: Request, submission_id: int, user_id: int, hints_shown: int) -> Response:
    """Render the result of a submission as a fragment."""
    state, visitor = request.app.state, request.state.visitor
    now = state.judging.clock()
    with state.read_sessions() as db:
        submission = judging.record.own(db, user_id=user_id, submission_id=submission_id)
        question = judging.code_question(state.bank, submission.slug)
        context = _context(
            db, state.bank, state.judging, question, submission, visitor.lang, user_id, now
        )
    # Opened again, the page shows this result again, and as many hints.
    query: dict[str, str | int | None] = {"submission": submission_id, "hints": hints_shown or None}
    here = address(request, "code.show", query, slug=question.slug)
    return render(request, "code/_result.html", 200, {"HX-Replace-Url": here}, **context)


def _context(
    db: Any,  # noqa: ANN401 - a session
    holder: Holder,
    room: Room,
    question: Any,  # noqa: ANN401 - a code question
    submission: Submission | None,
    lang: Lang,
    user_id: int,
    now: int,
) -> dict[str, Any]:
    context = workbench.result(
        db, holder, question, submission, user_id=user_id, lang=lang, now_ms=now
    )
    context["closed"] = room.health is None or not room.health.serving
    return context
