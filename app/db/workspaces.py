"""Workspaces: the code that a learner has in hand for one question."""

from sqlalchemy import ForeignKey
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base, Ms, Uid


class WorkspaceRow(Base):
    """A draft, and the one before it that a reset or a restore can be undone to.

    `revealed_at`: when the learner gave up and was shown the reference solution.
    """

    __tablename__ = "workspaces"

    user_id: Mapped[int] = mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(LongText)
    previous: Mapped[str | None] = mapped_column(LongText)
    saved_at: Mapped[Ms]
    revealed_at: Mapped[Ms | None]
