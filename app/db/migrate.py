"""Bringing a database to the newest shape, and telling whether it differs from the models."""

import logging
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.db.engine import open_engine
from app.db.tables import METADATA

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_LOCK = 7_201_934
"""Any number: one migration at a time on a PostgreSQL server."""


class NewerError(Exception):
    """The database was written by a newer version of the program; `args[0]` is its revision."""


def upgrade(url: str) -> str:
    """Bring a database to the newest revision and return that; does nothing when it is there.

    Raises NewerError when this version does not know the revision that the database is at.
    """
    _quieten()
    engine = open_engine(url).execution_options(writes=True)
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        with engine.connect() as connection:
            _prepare(connection)
            with connection.begin():
                _refuse_newer(connection)
                if engine.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()
    return newest()


def newest() -> str:
    """Return the newest revision there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def revision(url: str) -> str | None:
    """Return the revision that a database is at, None for an empty one."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def drift(url: str) -> list[str]:
    """Return every difference between a database and the models, one line each.

    Raises NewerError as `upgrade` does.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            _refuse_newer(connection)
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [str(difference) for difference in compare_metadata(context, METADATA)]
    finally:
        engine.dispose()


def _refuse_newer(connection: Connection) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if found is not None and found not in known:
        raise NewerError(found)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _prepare(connection: Connection) -> None:
    # SQLite changes a table by making a new one: with foreign keys on, dropping the old one would
    # delete what points at it. The switch works only outside a transaction.
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101  a connection just opened
        driver.execute("PRAGMA foreign_keys=OFF")


def _quieten() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
