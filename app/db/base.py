"""What every table shares: names of constraints, types of columns.

Instants are whole milliseconds since the epoch, UTC: they sort, subtract and survive both engines,
which a time zone in SQLite does not. Days are whole numbers since 1970-01-01 (`app.domain.days`).
"""

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts rows by itself only in a column declared INTEGER.
ID = BigInteger().with_variant(Integer, "sqlite")
# None is SQL NULL, not the JSON value null.
JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Id = Annotated[int, mapped_column(ID, primary_key=True)]
UserId = Annotated[int, mapped_column(ID, ForeignKey("users.id", ondelete="CASCADE"))]
Ms = Annotated[int, mapped_column(BigInteger)]
Day = Annotated[int, mapped_column(Integer)]
Uid = Annotated[str, mapped_column(String(26))]
"""A question's ULID: it stays when the question is renamed or rewritten."""
Slug = Annotated[str, mapped_column(String(120))]
Revision = Annotated[str, mapped_column(String(80))]
Json = Annotated[Any, mapped_column(JSON_VALUE)]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
