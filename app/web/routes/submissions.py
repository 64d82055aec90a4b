"""Submissions: one in detail, and word when it is judged."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from app.services import judging
from app.services.judging import Room
from app.services.judging.pages import Status
from app.web import workbench
from app.web.clock import Now
from app.web.deps import CurrentUser, CurrentVisitor, Holder, JudgingRoom, ReadSession, RowId
from app.web.pages import render, wants_fragment

router = APIRouter(include_in_schema=False)

LOOK_S: Final = 1.0
"""Between two looks at the row: another process may be the one that judges."""
LONGEST_S: Final = 300.0
"""After which the stream ends; the browser opens another."""


@router.get("/submissions/{submission_id}", name="submissions.show")
def show(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    holder: Holder,
    room: JudgingRoom,
    now: Now,
    submission_id: RowId,
) -> Response:
    """Show a submission: its verdict, its source, and what changed since the one before."""
    submission = judging.record.own(db, user_id=user.id, submission_id=submission_id)
    question = judging.code_question(holder, submission.slug)
    context = workbench.result(
        db, holder, question, submission, user_id=user.id, lang=visitor.lang, now_ms=now
    )
    context["closed"] = room.health is None or not room.health.serving
    if wants_fragment(request):
        return render(request, "code/_result.html", **context)
    before = judging.record.before(db, user_id=user.id, submission=submission)
    older = before.source if before is not None else question.starter.text
    return render(
        request,
        "code/submission.html",
        before=before,
        changes=list(workbench.changes(older, submission.source)),
        **context,
    )


@router.get("/submissions/{submission_id}/events", name="submissions.events")
async def events(
    request: Request, user: CurrentUser, room: JudgingRoom, submission_id: RowId
) -> Response:
    """Stream how far a submission is (server-sent events `status`) until it is done."""
    await run_in_threadpool(_status, request, user.id, submission_id)  # 404 before the stream
    return StreamingResponse(
        _events(request, user.id, room, submission_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    request: Request, user_id: int, room: Room, submission_id: int
) -> AsyncIterator[str]:
    told: Status | None = None
    with room.watching(submission_id) as finished, contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_S):
            while told != "done":
                found = await run_in_threadpool(_status, request, user_id, submission_id)
                # A comment at every look shows proxies, and us, that somebody still listens.
                yield f"event: status\ndata: {found}\n\n" if found != told else ":\n\n"
                told = found
                if found != "done":
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(finished.wait(), LOOK_S)


def _status(request: Request, user_id: int, submission_id: int) -> Status:
    with request.app.state.read_sessions() as db:
        return judging.record.status(db, user_id=user_id, submission_id=submission_id)
