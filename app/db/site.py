"""Settings of the whole site that are changed while it runs."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json


class SiteRow(Base):
    """One setting: a name and a JSON value."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Json]
