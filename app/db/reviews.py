"""The review log, the truth that cards are rebuilt from. Rows are added, never deleted."""

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base, Day, Id, Ms, Revision, UserId


class ReviewRow(Base):
    """One rating of one card: the evidence, the card before and after, what was predicted.

    Undoing sets `undone_at` and nothing else; a row with it does not count. A changed rating is a
    second row of the same attempt, at the same `reviewed_at`. `logical_day` is the learner's day
    when it happened and stays, whatever time zone is chosen later.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("user_id", "client_id"),
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating_known"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_in_range"),
        Index("ix_reviews_card_id_reviewed_at_id", "card_id", "reviewed_at", "id"),
        Index("ix_reviews_user_id_reviewed_at_id", "user_id", "reviewed_at", "id"),
        Index("ix_reviews_attempt_id", "attempt_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    card_id: Mapped[int] = mapped_column(ID, ForeignKey("cards.id", ondelete="CASCADE"))
    attempt_id: Mapped[int] = mapped_column(ID, ForeignKey("attempts.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(String(64))
    reviewed_at: Mapped[Ms]
    recorded_at: Mapped[Ms]
    logical_day: Mapped[Day]
    kind: Mapped[str] = mapped_column(String(8))
    """learn, review, relearn, or early (a review before it was due)."""
    rating: Mapped[int] = mapped_column(SmallInteger)
    proposed: Mapped[int] = mapped_column(SmallInteger)

    correct: Mapped[bool]
    score: Mapped[float] = mapped_column(Double)
    near: Mapped[bool]
    hints_used: Mapped[int]
    duration_ms: Mapped[int | None]
    grader_version: Mapped[int]
    revision: Mapped[Revision]
    variant_index: Mapped[int]

    algorithm: Mapped[str] = mapped_column(String(16))
    retention: Mapped[float] = mapped_column(Double)
    """What was aimed at for this card, guessing included."""
    predicted: Mapped[float | None] = mapped_column(Double)
    state_before: Mapped[int] = mapped_column(SmallInteger)
    step_before: Mapped[int | None] = mapped_column(SmallInteger)
    stability_before: Mapped[float | None] = mapped_column(Double)
    difficulty_before: Mapped[float | None] = mapped_column(Double)
    last_day_before: Mapped[Day | None]
    state_after: Mapped[int] = mapped_column(SmallInteger)
    step_after: Mapped[int | None] = mapped_column(SmallInteger)
    stability_after: Mapped[float] = mapped_column(Double)
    difficulty_after: Mapped[float] = mapped_column(Double)
    due_before: Mapped[Ms | None]
    due_after: Mapped[Ms]
    due_day_after: Mapped[Day]

    undone_at: Mapped[Ms | None]
