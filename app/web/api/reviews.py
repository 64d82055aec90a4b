"""The due queue and undo over the API."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.services import practice
from app.web.api import shapes, views
from app.web.api.access import Answerer, Reader
from app.web.api.problems import RESPONSES
from app.web.clock import Now
from app.web.deps import CurrentBank, ReadSession, WriteSession

router = APIRouter(tags=["reviews"], responses=RESPONSES)


@router.get("/reviews/due")
def due(
    bearer: Reader,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> shapes.Queue:
    """Say what to practise now, in order, and when the next card returns if nothing is left."""
    person = bearer.person.id
    queue = practice.due_queue(db, bank, user_id=person, now_ms=now, limit=limit)
    following = practice.next_card(db, bank, user_id=person, now_ms=now, counted=False)
    return shapes.Queue(
        reviews=[views.queue_line(item) for item in queue],
        next_due_at=views.when(following.next_due_ms),
    )


@router.post("/reviews/undo")
def undo(
    bearer: Answerer, db: WriteSession, bank: CurrentBank, now: Now, given: shapes.UndoGiven
) -> shapes.UndoOutcome:
    """Take back the newest answer, named by the client_id it was sent with.

    Up to 20, one by one, newest first; sent again it does nothing more. 404 for an unknown
    client_id, 409 while a newer answer stands in the way.
    """
    person = bearer.person.id
    attempt_id = practice.attempt_answered_as(db, user_id=person, client_id=str(given.client_id))
    undone = practice.undo(db, bank, user_id=person, now_ms=now, attempt_id=attempt_id)
    return shapes.UndoOutcome(slug=undone.slug, left=undone.left)
