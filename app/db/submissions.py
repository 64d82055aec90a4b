"""Submissions: source code handed in, and what the judge said of it."""

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base, Id, Json, Ms, Revision, Slug, Uid, UserId

# Written out, not bound: a partial index serves a query only if the query says the same words.
UNFINISHED = text("status <> 'done'")


class SubmissionRow(Base):
    """One source, to be judged or judged. This row is the truth; a message in a queue names it.

    `mode` submit runs every group and counts; run shows the open cases, or one input of the
    learner's own (`arguments`), and only the newest of a question is kept. `attempts` grows with
    every try to judge it, so that of two results the later try's counts. `attempt_id` is the
    answer that it was counted as, if it was.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("user_id", "client_id"),
        CheckConstraint("mode IN ('submit', 'run')", name="mode_known"),
        CheckConstraint("status IN ('queued', 'running', 'done')", name="status_known"),
        CheckConstraint("status <> 'done' OR verdict IS NOT NULL", name="done_has_verdict"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_in_range"),
        Index("ix_submissions_user_id_uid_id", "user_id", "uid", "id"),
        Index("ix_submissions_attempt_id", "attempt_id"),
        Index(
            "ix_submissions_unfinished",
            "user_id",
            "id",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        # An old run is deleted, and its number must never come to mean another submission.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    uid: Mapped[Uid]
    slug: Mapped[Slug]
    revision: Mapped[Revision]
    client_id: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(LongText)
    arguments: Mapped[str | None] = mapped_column(LongText)
    lang: Mapped[str] = mapped_column(String(8))
    hints_used: Mapped[int]
    duration_ms: Mapped[int | None]
    priority: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    created_at: Mapped[Ms]
    finished_at: Mapped[Ms | None]

    verdict: Mapped[str | None] = mapped_column(String(3))
    score: Mapped[float | None] = mapped_column(Double)
    seed: Mapped[str | None] = mapped_column(String(64))
    """What the hidden cases were made from. Never shown: an administrator replays with it."""
    document: Mapped[Json | None]
    attempt_id: Mapped[int | None] = mapped_column(
        ID, ForeignKey("attempts.id", ondelete="SET NULL")
    )
