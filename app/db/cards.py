"""Cards: the schedule of one learner and one question. A cache of the review log."""

from sqlalchemy import CheckConstraint, Double, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Day, Id, Ms, Uid, UserId

# Written out, not bound: a partial index serves a query only if the query says the same words.
LEARNING = text("suspended_at IS NULL AND state IN (1, 3)")
REVIEWING = text("suspended_at IS NULL AND state = 2")
UNANSWERED = text("state = 0")


class CardRow(Base):
    """Where one question stands for one learner.

    Everything from `state` to `last_rating` can be rebuilt from the live reviews. `version` grows
    with every change of those, so that of two answers to one showing only the first counts.
    """

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("user_id", "uid"),
        CheckConstraint("state BETWEEN 0 AND 3", name="state_known"),
        CheckConstraint("state = 0 OR due_at IS NOT NULL", name="answered_is_due"),
        CheckConstraint("difficulty BETWEEN 1 AND 10", name="difficulty_in_range"),
        CheckConstraint("stability > 0", name="stability_positive"),
        Index(
            "ix_cards_learning",
            "user_id",
            "due_at",
            sqlite_where=LEARNING,
            postgresql_where=LEARNING,
        ),
        Index(
            "ix_cards_reviewing",
            "user_id",
            "due_at",
            sqlite_where=REVIEWING,
            postgresql_where=REVIEWING,
        ),
        Index("ix_cards_user_id_last_day", "user_id", "last_day"),
        Index(
            "ix_cards_unanswered",
            "user_id",
            sqlite_where=UNANSWERED,
            postgresql_where=UNANSWERED,
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    uid: Mapped[Uid]
    version: Mapped[int]
    state: Mapped[int] = mapped_column(SmallInteger)
    step: Mapped[int | None] = mapped_column(SmallInteger)
    stability: Mapped[float | None] = mapped_column(Double)
    difficulty: Mapped[float | None] = mapped_column(Double)
    due_at: Mapped[Ms | None]
    due_day: Mapped[Day | None]
    last_day: Mapped[Day | None]
    last_review_at: Mapped[Ms | None]
    last_rating: Mapped[int | None] = mapped_column(SmallInteger)
    reps: Mapped[int]
    lapses: Mapped[int]
    skips: Mapped[int]
    hidden_until: Mapped[Ms]
    suspended_at: Mapped[Ms | None]
