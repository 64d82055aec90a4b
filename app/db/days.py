"""Daily roll-up of the review log: what the heatmap and the daily limits read."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base, Day


class DayRow(Base):
    """What one learner did on one of their days, counted from live reviews; can be rebuilt."""

    __tablename__ = "days"

    user_id: Mapped[int] = mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[Day] = mapped_column(primary_key=True, autoincrement=False)
    reviews: Mapped[int]
    introduced: Mapped[int]
    """First answers to a question."""
    due: Mapped[int]
    """Reviews of cards in the state REVIEW: what the daily limit counts."""
    correct: Mapped[int]
    active_ms: Mapped[int] = mapped_column(BigInteger)
