"""Engines and sessions: reading and writing are two different doors.

A session for reading cannot write, on either engine; a session for writing takes SQLite's write
lock at its beginning, so that two writers wait for each other instead of failing half way.
"""

import json
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

BUSY_MS = 5_000
_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",  # first: the next line may have to wait
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-20000",
    "mmap_size=268435456",
)


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLite file or a PostgreSQL database. Nothing is opened yet."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    # Ten connections are kept, up to fifty serve FastAPI's forty worker threads and the jobs.
    engine = create_engine(address, pool_size=10, max_overflow=40, json_serializer=_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def read_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return a maker of sessions that can only read."""
    options: dict[str, Any] = {"writes": False}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    return sessionmaker(
        engine.execution_options(**options), expire_on_commit=False, autoflush=False
    )


def write_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return a maker of sessions that may write; committing is for the door (`.begin()`)."""
    return sessionmaker(engine.execution_options(writes=True), expire_on_commit=False)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _on_sqlite_connect(dbapi: sqlite3.Connection, _record: object) -> None:
    dbapi.isolation_level = None  # BEGIN is ours, below
    for pragma in _PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
