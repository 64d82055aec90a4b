"""Signed-in browsers."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Ms, UserId


class SessionRow(Base):
    """One signed-in browser. The cookie holds the token, this table only its SHA-256."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    user_id: Mapped[UserId] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Ms]
    last_seen_at: Mapped[Ms]
    expires_at: Mapped[Ms]
