"""The code in hand: kept while it is typed, put back to the start, fetched from the history.

When a question comes back for review it is to be written again: a draft from before it was due is
not shown, nor is the solution, until something is handed in. The old draft can be brought back.
"""

from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from app.db.cards import CardRow
from app.db.rows import rows
from app.db.storable import storable
from app.db.submissions import SubmissionRow
from app.db.upserts import insert_into
from app.db.workspaces import WorkspaceRow
from app.domain.errors import ConflictError, InvalidError
from app.domain.kinds.code import CodeQuestion
from app.services.judging.pages import Workspace

LONGEST_DRAFT = 256 * 1024
"""Characters of a draft: more than can be judged, so that nothing is lost while it is cut."""

_MINE = select(WorkspaceRow).where(
    WorkspaceRow.user_id == bindparam("user_id"), WorkspaceRow.uid == bindparam("uid")
)
_SOLVED = select(
    exists().where(
        SubmissionRow.user_id == bindparam("user_id"),
        SubmissionRow.uid == bindparam("uid"),
        SubmissionRow.mode == "submit",
        SubmissionRow.verdict == "AC",
        SubmissionRow.created_at >= bindparam("since"),
    )
)
_DUE = select(CardRow.due_at).where(
    CardRow.user_id == bindparam("user_id"),
    CardRow.uid == bindparam("uid"),
    CardRow.due_at <= bindparam("now"),
)


def get(db: Session, *, user_id: int, question: CodeQuestion, now_ms: int) -> Workspace:
    """Return what a learner has in hand; the starter before anything was typed."""
    since = _due_since(db, user_id, question, now_ms)
    row = _row(db, user_id, question)
    facts = {"user_id": user_id, "uid": question.uid, "since": since}
    current = row is not None and row.saved_at >= since
    return Workspace(
        source=row.source if row is not None and current else question.starter.text,
        saved_ms=row.saved_at if row is not None and current else None,
        undoable=row is not None and (not current or row.previous is not None),
        revealed=row is not None and (row.revealed_at or 0) >= max(since, 1),
        solved=bool(rows(db, _SOLVED, facts).scalar_one()),
    )


def set_aside(
    db: Session, *, user_id: int, question: CodeQuestion, source: str, base: str | None, now_ms: int
) -> str | None:
    """Return the draft that `source` would take the place of, if whoever sends it never saw it.

    `base` is the last draft that they know of: with another tab open, or another device, the one
    here can be another. None says that they do not tell. Whatever they do with what they get, it
    can be brought back here.
    """
    row = _row(db, user_id, question)
    if row is None or row.saved_at < _due_since(db, user_id, question, now_ms):
        return None
    if not _is_unseen(row, base, _as_kept(source)):
        return None
    row.previous = row.source
    return row.source


def save(
    db: Session,
    *,
    user_id: int,
    question: CodeQuestion,
    source: str,
    now_ms: int,
    base: str | None = None,
) -> None:
    """Keep a draft.

    What a draft took the place of stays within reach of `undo`, however much is typed after it: one
    from before the question was due again, one that the starter replaced (the editor resets by
    itself), and one that the sender, who knows `base`, never saw.
    """
    row = _row(db, user_id, question)
    kept = _as_kept(source)
    if row is None:
        if kept != question.starter.text:
            _write(db, user_id, question, source=kept, previous=None, saved_at=now_ms)
        return
    if row.saved_at < _due_since(db, user_id, question, now_ms):
        if kept != question.starter.text:
            _write(db, user_id, question, source=kept, previous=row.source, saved_at=now_ms)
    elif row.source != kept:
        replaced = kept == question.starter.text or _is_unseen(row, base, kept)
        before = row.source if replaced else row.previous
        before = None if before == kept else before
        _write(db, user_id, question, source=kept, previous=before, saved_at=now_ms)


def replace(db: Session, *, user_id: int, question: CodeQuestion, source: str, now_ms: int) -> None:
    """Put another text in the place of the draft, so that `undo` brings the draft back."""
    source = _as_kept(source)
    row = _row(db, user_id, question)
    before = question.starter.text if row is None else row.source
    if before != source:
        _write(db, user_id, question, source=source, previous=before, saved_at=now_ms)


def reset(db: Session, *, user_id: int, question: CodeQuestion, now_ms: int) -> None:
    """Start again from the starter. Can be undone."""
    starter = question.starter.text
    replace(db, user_id=user_id, question=question, source=starter, now_ms=now_ms)


def undo(db: Session, *, user_id: int, question: CodeQuestion, now_ms: int) -> None:
    """Put the draft and what it took the place of one for the other; once more puts them back.

    Raises ConflictError when it took the place of nothing.
    """
    row = _row(db, user_id, question)
    if row is not None and row.saved_at < _due_since(db, user_id, question, now_ms):
        row.saved_at = now_ms  # the draft from before it was due
        return
    if row is None or row.previous is None:
        raise ConflictError("没有更早的代码可以恢复。", "There is no earlier code to bring back.")
    row.source, row.previous, row.saved_at = row.previous, row.source, now_ms


def reveal(db: Session, *, user_id: int, question: CodeQuestion, now_ms: int) -> None:
    """Note that the solution was asked for. The draft stays."""
    row = _row(db, user_id, question)
    if row is None:
        starter = question.starter.text
        _write(db, user_id, question, source=starter, saved_at=now_ms, revealed_at=now_ms)
    elif row.revealed_at is None:
        row.revealed_at = now_ms


def _is_unseen(row: WorkspaceRow, base: str | None, kept: str) -> bool:
    return base is not None and row.source not in {_as_kept(base), kept}


def _row(db: Session, user_id: int, question: CodeQuestion) -> WorkspaceRow | None:
    return db.execute(_MINE, {"user_id": user_id, "uid": question.uid}).scalar_one_or_none()


def _due_since(db: Session, user_id: int, question: CodeQuestion, now_ms: int) -> int:
    """Return since when (ms) the question is due for review, 0 when it is not."""
    facts = {"user_id": user_id, "uid": question.uid, "now": now_ms}
    return rows(db, _DUE, facts).scalar_one_or_none() or 0


def _write(db: Session, user_id: int, question: CodeQuestion, **changed: Any) -> None:  # noqa: ANN401
    # Two tabs may write the first draft at the same moment.
    insert = insert_into(db, WorkspaceRow).values(
        {"user_id": user_id, "uid": question.uid, **changed}
    )
    db.execute(
        insert.on_conflict_do_update(index_elements=["user_id", "uid"], set_=changed),
        execution_options={"synchronize_session": False},
    )
    db.expire_all()


def _as_kept(source: str) -> str:
    if len(source) > LONGEST_DRAFT:
        raise InvalidError(
            "source",
            f"草稿超过了 {LONGEST_DRAFT // 1024} KiB，没有保存。",
            f"The draft is over {LONGEST_DRAFT // 1024} KiB and was not kept.",
        )
    return storable(source.replace("\r\n", "\n"))
