"""The database as commands use it: one transaction a command."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.db import migrate
from app.db.engine import open_engine, read_sessions, write_sessions
from app.settings import Settings


def now_ms() -> int:
    """Return the time in milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


@contextmanager
def reading(settings: Settings) -> Iterator[Session]:
    """Give a session that only reads, on a database as it is."""
    engine = open_engine(settings.database)
    try:
        with read_sessions(engine)() as db:
            yield db
    finally:
        engine.dispose()


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """Migrate if needed and give a session that is committed at the end, or rolled back."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    engine = open_engine(settings.database)
    try:
        with write_sessions(engine).begin() as db:
            yield db
    finally:
        engine.dispose()
