"""Databases for tests: made by the migrations once a run, empty for every test, on both engines.

SQLite is a copy of a migrated file. PostgreSQL is a database of its own in the server that
MIANJING_TEST_POSTGRES_URL names (`tests/with-postgres` starts one), emptied after each test.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from app.db import migrate
from app.db.engine import open_engine, read_sessions, write_sessions
from app.db.users import UserRow
from app.judge.process import running

UNUSABLE = "-"

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        # The default draws all local variables of every frame: seconds for a whole application.
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


@dataclass(frozen=True)
class Database:
    """One empty, migrated database with its two doors."""

    url: str
    engine: Engine
    read: sessionmaker[Session]
    write: sessionmaker[Session]

    def add_user(self, email: str = "ada@example.org") -> int:
        """Insert an account that nobody can sign in to; returns its id."""
        with self.write.begin() as db:
            row = UserRow(
                email=email, name="Ada", password_hash=UNUSABLE, role="learner", created_at=0
            )
            db.add(row)
            db.flush()
            return row.id


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[Database]:
    """A migrated PostgreSQL database, shared by the tests of this process."""
    server = os.environ.get("MIANJING_TEST_POSTGRES_URL")  # noqa: TID251 - names a test server
    if not server:
        pytest.skip("MIANJING_TEST_POSTGRES_URL names no PostgreSQL server")
    name = f"mianjing_test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    migrate.upgrade(url)
    engine = open_engine(url)
    yield Database(url, engine, read_sessions(engine), write_sessions(engine))
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    path = tmp_path / "test.db"
    shutil.copyfile(migrated_sqlite, path)
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    yield Database(url, engine, read_sessions(engine), write_sessions(engine))
    engine.dispose()


@pytest.fixture
def postgres_database(migrated_postgres: Database) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    yield migrated_postgres
    with migrated_postgres.write.begin() as db:
        db.execute(text("TRUNCATE users, site RESTART IDENTITY CASCADE"))


@pytest.fixture(scope="session")
def judge_socket() -> Iterator[Path]:
    """Where a real judge listens, for programs of the standard library."""
    with running(["stdlib"], depth=2) as client:
        yield client.path


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database, once on each engine."""
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found
