"""Code over the API: hand it in, ask for the verdict."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import ConflictError
from app.services import judging
from app.services.judging import Placed, Submission
from app.web import throttle
from app.web.api import shapes, views
from app.web.api.access import Answerer, Reader
from app.web.api.problems import RESPONSES
from app.web.clock import Now
from app.web.deps import Holder, JudgingRoom, ReadSession, RowId
from app.web.handing_in import admitted

router = APIRouter(tags=["submissions"], responses=RESPONSES)

PATIENCE_S = 0.8
"""How long handing in waits for the verdict before it answers 202."""


@router.post("/submissions", responses={202: {"model": shapes.SubmissionView}})
async def submit(
    request: Request,
    response: Response,
    bearer: Answerer,
    holder: Holder,
    room: JudgingRoom,
    now: Now,
    given: shapes.SubmissionGiven,
) -> shapes.SubmissionView:
    """Submit code to be judged: 200 with the verdict if it is ready at once, else 202.

    After 202, ask `GET /submissions/{id}` until `status` is done. The same client_id again returns
    the same submission.
    """
    person = bearer.person.id
    placed = await run_in_threadpool(_place, request, holder, room, person, given, now)
    await room.hand_in(placed, patience_s=PATIENCE_S)
    found = await run_in_threadpool(_read, request, person, placed.id)
    response.status_code = 200 if found.done else 202
    return views.submission(found)


@router.get("/submissions/{submission_id}")
def show(bearer: Reader, db: ReadSession, submission_id: RowId) -> shapes.SubmissionView:
    """Return a submission of one's own, with its verdict once it is done."""
    person = bearer.person.id
    return views.submission(judging.record.own(db, user_id=person, submission_id=submission_id))


def _place(
    request: Request,
    holder: Holder,
    room: JudgingRoom,
    person: int,
    given: shapes.SubmissionGiven,
    now: int,
) -> Placed:
    question = judging.code_question(holder, given.question)
    facts: dict[str, Any] = {
        "user_id": person,
        "source": given.source,
        "now_ms": now,
        "over_draft": True,
    }
    with (
        admitted(request, room, question, **facts),
        request.app.state.write_sessions.begin() as db,
    ):
        placed = judging.place(
            db,
            holder,
            slug=given.question,
            client_id=str(given.client_id),
            lang=given.lang,
            reported_ms=given.duration_ms,
            hints_used=given.hints_used,
            **facts,
        )
        if not placed.fresh:
            before = judging.record.own(db, user_id=person, submission_id=placed.id)
            if before.source != judging.as_text(given.source):
                raise ConflictError(
                    "这个 client_id 已用于另一份代码。", "This client_id was used for other code."
                )
    if placed.fresh:
        throttle.throttle(request).count_submission(person)
    return placed


def _read(request: Request, person: int, submission_id: int) -> Submission:
    with request.app.state.read_sessions() as db:
        return judging.record.own(db, user_id=person, submission_id=submission_id)
