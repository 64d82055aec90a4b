"""The migrations give what the models say, on both engines, there and back."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from app.db import migrate
from app.db.engine import open_engine
from app.db.tables import METADATA
from tests.conftest import Database


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


def test_two_servers_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'site.db'}"
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(migrate.upgrade(url))) for _ in range(1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [migrate.newest()]


def test_a_column_that_no_migration_made_is_told(sqlite_database: Database) -> None:
    with sqlite_database.write.begin() as db:
        db.execute(text("ALTER TABLE users ADD COLUMN nickname VARCHAR(10)"))

    [found] = migrate.drift(sqlite_database.url)
    assert "nickname" in found


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
