"""Judging: a row is claimed, judged, and what came of it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.rows import rows
from app.db.storable import storable_json
from app.db.submissions import UNFINISHED, SubmissionRow
from app.domain.kinds.code import CodeQuestion
from app.domain.text import Lang
from app.judge.exercises import exercise_of
from app.services.judging.pages import Placed
from app.services.practice.judged import record_judged
from sandbox.protocol import Job
from sandbox.protocol import Mode as JobMode

MOST_ATTEMPTS: Final = 3
"""Tries to judge one submission. Whatever ended the judge three times is not tried again."""

_UNFINISHED = (
    select(SubmissionRow.id, SubmissionRow.user_id, SubmissionRow.priority)
    .where(UNFINISHED)
    .order_by(SubmissionRow.id)
)


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed submission. `job` is None when its question is not known any more."""

    id: int
    attempt: int
    job: Job | None


def unfinished(db: Session) -> Sequence[Placed]:
    """Return all that has to be judged yet, after those begun are put back."""
    db.execute(
        update(SubmissionRow)
        .where(SubmissionRow.status == "running")
        .values(status="queued")
        .execution_options(synchronize_session=False)
    )
    return [
        Placed(id_, user_id, priority, fresh=True)
        for id_, user_id, priority in rows(db, _UNFINISHED)
    ]


def claim(db: Session, holder: BankHolder, submission_id: int) -> Work | None:
    """Begin with a submission; None when somebody else did, or it is gone."""
    found = db.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == submission_id, SubmissionRow.status == "queued")
        .values(status="running", attempts=SubmissionRow.attempts + 1)
        .returning(
            SubmissionRow.attempts,
            SubmissionRow.slug,
            SubmissionRow.revision,
            SubmissionRow.source,
            SubmissionRow.mode,
            SubmissionRow.arguments,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        return None
    job = job_for(holder, found.slug, found.revision, found.source, found.mode, found.arguments)
    return Work(submission_id, found.attempts, job)


def job_for(
    holder: BankHolder, slug: str, revision: str, source: str, mode: str, arguments: str | None
) -> Job | None:
    """Return what the judge is asked; None when that revision of the question is forgotten."""
    then = holder.question_at(slug, revision)
    if then is None or not isinstance(then[1], CodeQuestion):
        return None
    exercise = exercise_of(then[1], revision)
    return Job(exercise, source, mode=JobMode(mode), arguments=arguments)


def try_again(db: Session, work: Work) -> Work:
    """Note one more try."""
    db.execute(
        update(SubmissionRow)
        .where(SubmissionRow.id == work.id)
        .values(attempts=work.attempt + 1)
        .execution_options(synchronize_session=False)
    )
    return Work(work.id, work.attempt + 1, work.job)


def finish(
    db: Session, holder: BankHolder, work: Work, document: Mapping[str, Any], *, now_ms: int
) -> None:
    """Write down a verdict document, and count it as an answer where it counts.

    Nothing happens when a later try has begun meanwhile, or the account is gone.
    """
    row = db.get(SubmissionRow, work.id, with_for_update=True)
    if row is None or row.status == "done" or row.attempts != work.attempt:
        return
    told = storable_json(dict(document))
    row.seed = told.pop("seed", None)
    row.document = told
    row.verdict, row.score = told["verdict"], told["score"]
    row.status, row.finished_at = "done", now_ms
    if row.mode == "submit":
        row.attempt_id = record_judged(
            db,
            holder,
            user_id=row.user_id,
            slug=row.slug,
            revision=row.revision,
            submission_id=row.id,
            document=told,
            lang=cast("Lang", row.lang),
            now_ms=now_ms,
            duration_ms=row.duration_ms,
            hints_used=row.hints_used,
        )


def apology() -> dict[str, Any]:
    """Return the verdict document of a submission that we could not judge."""
    return {
        "verdict": "IE",
        "score": 0.0,
        "groups": [],
        "failing": {
            "group": "",
            "reason": "lost",
            "message": {
                "zh": "判题程序出了故障，与你的代码无关。抱歉。请再交一次；这一次不计入成绩。",
                "en": "The judge failed; your code is not to blame. Sorry. Please submit again; "
                "this one does not count.",
            },
        },
        "wall_ms": 0.0,
        "cpu_ms": 0,
        "memory_mib": 0,
        "stdout": "",
        "sandbox_level": None,
        "speed": None,
        "revision": None,
        "shown": [],
    }
