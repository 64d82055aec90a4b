"""INSERT … ON CONFLICT, which both engines have and the common dialect lacks."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_into(db: Session, table: type[Any]) -> Any:  # noqa: ANN401  one of two classes, same methods
    """Return an INSERT for a table in the words of the session's engine."""
    return insert_in(db.get_bind().dialect.name, table)


def insert_in(dialect: str, table: Any) -> Any:  # noqa: ANN401  one of two classes, same methods
    """Return an INSERT for a table in the words of an engine, to be built once and kept."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)
