"""Attempts: every answer, frozen with what was shown."""

from sqlalchemy import CheckConstraint, Double, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Json, Ms, Revision, Slug, Uid, UserId


class AttemptRow(Base):
    """One answer to one question, with the numbers, texts, order and key of that showing.

    Written once. Only self-assessment of an open answer adds to it (`assessed`, with `score`,
    `correct` and `grade`), and it never leaves: an undone answer keeps its attempt.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score_in_range"),
        Index("ix_attempts_user_id_uid_id", "user_id", "uid", "id"),
        Index("ix_attempts_user_id_kind_id", "user_id", "kind", "id"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    uid: Mapped[Uid]
    slug: Mapped[Slug]
    kind: Mapped[str] = mapped_column(String(16))
    revision: Mapped[Revision]
    variant_index: Mapped[int]
    params: Mapped[Json]
    lang: Mapped[str] = mapped_column(String(8))
    shown: Mapped[Json]
    key: Mapped[Json | None]
    answer: Mapped[Json]
    score: Mapped[float] = mapped_column(Double)
    correct: Mapped[bool]
    grade: Mapped[Json]
    assessed: Mapped[Json | None]
    hints_used: Mapped[int]
    duration_ms: Mapped[int | None]
    answered_at: Mapped[Ms]
