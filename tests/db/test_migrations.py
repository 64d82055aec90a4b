"""The migrations give what the models say, on both engines, there and back."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    create_engine,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
)

from app.db import migrate
from app.db.engine import open_engine
from app.db.tables import METADATA
from tests.conftest import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'site.db'}"
        return
    known: Database = request.getfixturevalue("migrated_postgres")
    name = f"{make_url(known.url).database}_empty"
    admin = create_engine(known.engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(known.url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_the_migrations_and_the_models_agree(database: Database) -> None:
    assert migrate.drift(database.url) == []
    assert migrate.revision(database.url) == migrate.newest()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.add_user()

    migrate.upgrade(database.url)

    with database.read() as db:
        assert db.scalar(text("SELECT count(*) FROM users")) == 1


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'site.db'}"

    assert migrate.upgrade(url) == migrate.newest()
    assert migrate.revision(url) == migrate.newest()


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    assert migrate.revision(f"sqlite:///{tmp_path / 'empty.db'}") is None


def test_servers_that_start_together_migrate_once(empty_url: str) -> None:
    code = f"from app.db import migrate; print(migrate.upgrade({empty_url!r}))"
    servers = [
        subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = [server.communicate()[0].strip() for server in servers]

    assert told == [migrate.newest()] * 3
    assert migrate.drift(empty_url) == []


def test_a_column_that_no_migration_made_is_told(sqlite_database: Database) -> None:
    with sqlite_database.write.begin() as db:
        db.execute(text("ALTER TABLE users ADD COLUMN nickname VARCHAR(10)"))

    [found] = migrate.drift(sqlite_database.url)
    assert "nickname" in found


WORDS = {"mode": "run", "status": "done", "role": "learner"}
"""Of columns that take no other word."""


def fill(connection: Connection) -> None:
    """Put a row into every table that has none."""
    shape = MetaData()
    shape.reflect(connection)
    for table in shape.sorted_tables:
        if table.name != "alembic_version" and not connection.scalar(
            select(func.count()).select_from(table)
        ):
            connection.execute(insert(table).values({c.name: some(c) for c in table.columns}))


def some(column: Column[Any]) -> object:
    """Return a value that a column takes."""
    if "retention" in column.name:
        return 0.9
    if isinstance(column.type, JSON):
        return {}
    kind = column.type.python_type
    return WORDS.get(column.name, "x") if kind is str else kind(1)


def test_every_migration_takes_along_what_is_there(empty_url: str) -> None:
    engine = open_engine(empty_url).execution_options(writes=True)
    script = ScriptDirectory(str(migrate.MIGRATIONS))

    for step in reversed(list(script.walk_revisions())):
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(migrate.MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, step.revision)
            fill(connection)

    with engine.connect() as connection:
        counts = {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in METADATA.tables.items()
        }
    engine.dispose()
    assert set(counts.values()) == {1}, counts


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'site.db'}"
    migrate.upgrade(url)
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))

    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    migrate.upgrade(url)
    engine = open_engine(url)
    assert set(METADATA.tables) < set(inspect(engine).get_table_names())
    engine.dispose()
