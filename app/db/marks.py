"""Marks: a learner's flag and note on a question."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base, Ms, Uid


class MarkRow(Base):
    """What a learner put on a question by hand. Apart from cards: it touches no schedule."""

    __tablename__ = "marks"

    user_id: Mapped[int] = mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    flagged: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[Ms]
