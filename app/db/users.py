"""Accounts."""

from typing import Literal

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Ms

Role = Literal["learner", "author", "admin"]


class UserRow(Base):
    """One account. `email` is kept in the form that is compared (NFKC, case-folded)."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("role IN ('learner', 'author', 'admin')", name="role_known"),)

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(String(16))
    created_at: Mapped[Ms]
