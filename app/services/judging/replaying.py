"""For administrators: a submission with the seed of its hidden cases, and failures of ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.rows import rows
from app.db.submissions import SubmissionRow
from app.domain.errors import NotFoundError
from app.services.judging.working import job_for
from sandbox.protocol import Job

MOST_FAILURES = 10

_FAILURES = (
    select(SubmissionRow.id, SubmissionRow.slug, SubmissionRow.document, SubmissionRow.finished_at)
    .where(SubmissionRow.verdict == "IE")
    .order_by(SubmissionRow.id.desc())
    .limit(MOST_FAILURES)
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A submission that we could not judge. `detail` is for whoever can mend it."""

    id: int
    slug: str
    reason: str
    detail: str
    finished_ms: int


def job_of(db: Session, holder: BankHolder, *, submission_id: int) -> tuple[dict[str, Any], Job]:
    """Return the verdict document that a submission had, and the job that gave it.

    NotFoundError when there is no such submission, it is not judged yet, or the revision of its
    question is forgotten.
    """
    row = db.get(SubmissionRow, submission_id)
    if row is None or row.document is None:
        raise NotFoundError(
            f"没有判过的提交 {submission_id}。",
            f"There is no submission {submission_id} that was judged.",
        )
    job = job_for(holder, row.slug, row.revision, row.source, row.mode, row.arguments)
    if job is None:
        raise NotFoundError(
            f"{row.slug} 的这一版已经不在了。", f"That revision of {row.slug} is forgotten."
        )
    return row.document, replace(job, seed=row.seed)


def failures(db: Session) -> Sequence[Failure]:
    """Return the latest submissions that we could not judge, the newest first."""
    found = []
    for id_, slug, document, finished in rows(db, _FAILURES):
        failing = (document or {}).get("failing") or {}
        found.append(
            Failure(id_, slug, failing.get("reason", ""), failing.get("detail", ""), finished)
        )
    return found
