"""API tokens."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Json, Ms, UserId


class TokenRow(Base):
    """One API token, kept as its SHA-256. `scopes`: list of names."""

    __tablename__ = "tokens"

    id: Mapped[Id]
    user_id: Mapped[UserId] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[Json]
    created_at: Mapped[Ms]
    last_used_at: Mapped[Ms | None]
