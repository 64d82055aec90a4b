"""Reading submissions back. Somebody else's is not found."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.rows import rows
from app.db.submissions import SubmissionRow
from app.domain.errors import NotFoundError
from app.services.judging.pages import Line, Mode, Status, Submission

MOST_LINES = 50
"""Submissions of a question that its history shows."""

_HISTORY = (
    select(
        SubmissionRow.id,
        SubmissionRow.verdict,
        SubmissionRow.score,
        SubmissionRow.document,
        SubmissionRow.created_at,
    )
    .where(
        SubmissionRow.user_id == bindparam("user_id"),
        SubmissionRow.uid == bindparam("uid"),
        SubmissionRow.mode == "submit",
    )
    .order_by(SubmissionRow.id.desc())
    .limit(MOST_LINES)
)
_BEFORE = (
    select(SubmissionRow)
    .where(
        SubmissionRow.user_id == bindparam("user_id"),
        SubmissionRow.uid == bindparam("uid"),
        SubmissionRow.mode == "submit",
        SubmissionRow.id < bindparam("id"),
    )
    .order_by(SubmissionRow.id.desc())
    .limit(1)
)
_COUNTED_AS = select(SubmissionRow).where(
    SubmissionRow.user_id == bindparam("user_id"),
    SubmissionRow.attempt_id == bindparam("attempt_id"),
)
_STATUS = select(SubmissionRow.status).where(
    SubmissionRow.user_id == bindparam("user_id"), SubmissionRow.id == bindparam("id")
)


def own(db: Session, *, user_id: int, submission_id: int) -> Submission:
    """Return a learner's own submission; NotFoundError for any other."""
    row = db.get(SubmissionRow, submission_id)
    if row is None or row.user_id != user_id:
        raise NotFoundError("没有这次提交。", "There is no such submission.")
    return told(row)


def status(db: Session, *, user_id: int, submission_id: int) -> Status:
    """Return how far a learner's own submission is; NotFoundError for any other."""
    facts = {"user_id": user_id, "id": submission_id}
    found = rows(db, _STATUS, facts).scalar_one_or_none()
    if found is None:
        raise NotFoundError("没有这次提交。", "There is no such submission.")
    return cast("Status", found)


def history(db: Session, *, user_id: int, uid: str) -> Sequence[Line]:
    """Return a learner's submissions to a question, the newest first, runs left out."""
    found = rows(db, _HISTORY, {"user_id": user_id, "uid": uid})
    return [
        Line(id_, verdict, score, (document or {}).get("wall_ms"), created)
        for id_, verdict, score, document, created in found
    ]


def before(db: Session, *, user_id: int, submission: Submission) -> Submission | None:
    """Return the learner's submission before this one, for a comparison."""
    facts = {"user_id": user_id, "uid": submission.uid, "id": submission.id}
    row = db.execute(_BEFORE, facts).scalar_one_or_none()
    return None if row is None else told(row)


def counted_as(db: Session, *, user_id: int, attempt_id: int) -> Submission | None:
    """Return the submission that an answer was, None when the learner gave up instead."""
    facts = {"user_id": user_id, "attempt_id": attempt_id}
    row = db.execute(_COUNTED_AS, facts).scalar_one_or_none()
    return None if row is None else told(row)


def told(row: SubmissionRow) -> Submission:
    """Return what pages may say of a row: everything but the seed."""
    document: Mapping[str, Any] | None = row.document
    return Submission(
        id=row.id,
        slug=row.slug,
        uid=row.uid,
        revision=row.revision,
        mode=cast("Mode", row.mode),
        status=cast("Status", row.status),
        source=row.source,
        arguments=row.arguments,
        verdict=row.verdict,
        document=document,
        attempt_id=row.attempt_id,
        created_ms=row.created_at,
        finished_ms=row.finished_at,
    )
