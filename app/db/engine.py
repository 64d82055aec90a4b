"""Engines and sessions: reading and writing are two different doors.

A session for reading cannot write, on either engine; a session for writing takes SQLite's write
lock at its beginning, so that two writers wait for each other instead of failing half way.
"""

import json
import sqlite3
import threading
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import InvalidError

BUSY_MS = 5_000
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",  # first: the next line may have to wait
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-20000",
    "mmap_size=268435456",
)


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLite file or a PostgreSQL database. Nothing is opened yet.

    InvalidError when the address names neither.
    """
    address = _address(url)
    # Ten connections are kept, up to fifty serve FastAPI's forty worker threads and the jobs.
    engine = create_engine(address, pool_size=10, max_overflow=40, json_serializer=_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        turns = _Turns()
        event.listen(engine, "begin", turns.on_begin)
        event.listen(engine, "checkin", turns.on_checkin)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise _no_address("", "") from None  # nobody should read a password in a traceback
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in _DRIVERS:
        name = address.drivername
        raise _no_address(f"（现在是 {name}）", f" (it is {name} now)")
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise _no_address("（现在没有文件名）", " (it names no file now)")
    return address


def _no_address(zh: str, en: str) -> InvalidError:
    return InvalidError(
        "database_url",
        f"数据库地址 MIANJING_DATABASE_URL 无法使用{zh}。应当形如 sqlite:///路径/文件.db 或 "
        "postgresql://用户:密码@主机:端口/库名。",
        f"The address of the database, MIANJING_DATABASE_URL, cannot be used{en}. It should look "
        "like sqlite:///folder/file.db or postgresql://user:password@host:port/name.",
    )


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


class _Turns:
    """Lets the writers of this process queue before SQLite's write lock.

    SQLite makes whoever finds the lock taken sleep and ask again, for longer and longer: under load
    most of an answer's time went by asleep. Other processes still meet at SQLite's own lock.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def on_begin(self, connection: Connection) -> None:
        """Open the transaction; a writing one waits for its turn."""
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        if writes:
            # Nobody's turn lasts this long; if one does, SQLite itself says that it is busy.
            connection.info[self] = self._turn.acquire(timeout=BUSY_MS / 1000)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def on_checkin(self, _dbapi: object, record: ConnectionPoolEntry) -> None:
        """Give up the turn: the transaction has ended, by a commit or otherwise."""
        if record.info.pop(self, False):
            self._turn.release()
