"""Handing in: a row is written, and nothing is judged yet."""

import re
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.rows import rows
from app.db.storable import is_storable
from app.db.submissions import UNFINISHED, SubmissionRow
from app.domain import rating as rules
from app.domain.errors import BusyError, ConflictError, InvalidError, NotFoundError
from app.domain.kinds.code import CodeQuestion
from app.domain.text import Lang
from app.services.judging import workspace
from app.services.judging.pages import Mode, Placed
from app.services.practice.cards import live_question

LONGEST_SOURCE: Final = 64 * 1024
"""Bytes of a source: what the judge takes."""
LONGEST_ARGUMENTS: Final = 8 * 1024
"""Characters of an input of the learner's own."""
MOST_UNFINISHED: Final = 3
"""Submissions of one learner that may wait at the same time."""

PRIORITIES: Final[Mapping[str, int]] = {"interview": 200, "practice": 100, "bulk": 0}
"""Interview before practice before bulk. Each that one has waiting already costs ten, so that of
two people who wait neither has to wait for all that the other handed in."""
_COST_OF_WAITING: Final = 10

_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_UNFINISHED = select(func.count()).where(SubmissionRow.user_id == bindparam("user_id"), UNFINISHED)
_BY_CLIENT_ID = select(
    SubmissionRow.id, SubmissionRow.slug, SubmissionRow.priority, SubmissionRow.status
).where(
    SubmissionRow.user_id == bindparam("user_id"),
    SubmissionRow.client_id == bindparam("client_id"),
)


def code_question(holder: BankHolder, slug: str) -> CodeQuestion:
    """Return a code question that learners may meet; NotFoundError for everything else."""
    question = live_question(holder.current, slug)
    if not isinstance(question, CodeQuestion):
        raise NotFoundError(f"“{slug}”不是编程题。", f"{slug!r} is not a code question.")
    return question


def as_text(source: str) -> str:
    """Return a source as it is kept: lines end in one way, and no mark of byte order begins it."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n")


def place(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    slug: str,
    client_id: str,
    source: str,
    lang: Lang,
    now_ms: int,
    mode: Mode = "submit",
    arguments: str | None = None,
    shown_ms: int | None = None,
    reported_ms: int | None = None,
    hints_used: int = 0,
    over_draft: bool = False,
    base: str | None = None,
) -> Placed:
    """Take in a source to be judged, and keep it as the draft.

    One that was not written in the editor is put `over_draft`: the draft can be brought back. So
    can one that is not the `base` from which it was written (see `workspace.set_aside`). The same
    client_id again does nothing. Raises InvalidError for what could not be kept or is too long,
    BusyError when too many of one's own wait, NotFoundError for an unknown question.
    """
    question = code_question(holder, slug)
    if not _CLIENT_ID.fullmatch(client_id):
        raise InvalidError("client_id", "client_id 应是一个 UUID。", "client_id should be a UUID.")
    source = as_text(source)
    _refuse_unkeepable("source", source, LONGEST_SOURCE)
    if arguments is not None:
        _refuse_unkeepable("arguments", arguments, LONGEST_ARGUMENTS)
    facts = {"user_id": user_id, "client_id": client_id}
    if (found := rows(db, _BY_CLIENT_ID, facts).one_or_none()) is not None:
        if found.slug != slug:
            raise ConflictError(
                "这个 client_id 已用于另一道题。", "This client_id was used for another question."
            )
        done = found.status == "done"
        return Placed(found.id, user_id, found.priority, fresh=False, done=done)
    waiting = rows(db, _UNFINISHED, facts).scalar_one()
    if waiting >= MOST_UNFINISHED:
        raise BusyError(
            f"你有 {waiting} 次提交还在判题，请等其中一次判完。",
            f"{waiting} submissions of yours are being judged. Please wait for one of them.",
        )
    draft: dict[str, Any] = {
        "user_id": user_id,
        "question": question,
        "source": source,
        "now_ms": now_ms,
    }
    if over_draft:
        workspace.replace(db, **draft)
    else:
        workspace.save(db, base=base, **draft)
    if mode == "run":
        _forget_older_runs(db, user_id=user_id, uid=question.uid)
    row = SubmissionRow(
        user_id=user_id,
        uid=question.uid,
        slug=slug,
        revision=holder.current.revision(slug),
        client_id=client_id,
        mode=mode,
        source=source,
        arguments=arguments,
        lang=lang,
        hints_used=max(0, min(hints_used, len(question.hints))),
        duration_ms=rules.active_ms(
            "code", shown_ms=shown_ms, now_ms=now_ms, reported_ms=reported_ms
        ),
        priority=PRIORITIES["practice"] - _COST_OF_WAITING * waiting,
        status="queued",
        attempts=0,
        created_at=now_ms,
    )
    db.add(row)
    db.flush()  # gives row.id
    return Placed(row.id, user_id, row.priority, fresh=True)


def _forget_older_runs(db: Session, *, user_id: int, uid: str) -> None:
    db.execute(
        delete(SubmissionRow)
        .where(
            SubmissionRow.user_id == user_id,
            SubmissionRow.uid == uid,
            SubmissionRow.mode == "run",
            SubmissionRow.status == "done",
        )
        .execution_options(synchronize_session=False)
    )


def _refuse_unkeepable(field: str, text: str, longest: int) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > longest:
        raise InvalidError(
            field,
            f"超过了 {longest // 1024} KiB，请删去不需要的部分。",
            f"That is over {longest // 1024} KiB. Leave out what is not needed.",
        )
    for number, line in enumerate(text.split("\n"), 1):
        if not is_storable(line):
            raise InvalidError(
                field,
                f"第 {number} 行有不能出现在源代码里的字符（空字符或残缺的 Unicode）。",
                f"Line {number} holds a character that source code cannot hold "
                "(NUL, half a surrogate pair).",
            )
