"""Doors of the archive: reading cannot write, writers wait for each other."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db.cards import CardRow
from app.db.engine import open_engine
from app.db.site import SiteRow
from app.db.storable import is_storable, storable
from app.db.users import UserRow
from tests.conftest import Database


def test_a_session_for_reading_cannot_write(database: Database) -> None:
    with database.read() as db, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        db.execute(text("INSERT INTO site (name, value) VALUES ('x', '1')"))

    with database.write.begin() as db:
        db.add(SiteRow(name="x", value=1))


def test_a_connection_that_wrote_can_be_read_from_and_written_to_again(
    database: Database,
) -> None:
    for number in range(3):
        with database.write.begin() as db:
            db.add(SiteRow(name=f"n{number}", value={"zh": "中文"}))
        with database.read() as db:
            assert db.get_one(SiteRow, f"n{number}").value == {"zh": "中文"}


def test_writers_wait_for_each_other(database: Database) -> None:
    user_id = database.add_user()

    def add(number: int) -> None:
        with database.write.begin() as db:
            count = db.scalar(select(func.count()).select_from(SiteRow)) or 0
            time.sleep(0.01)
            db.add(SiteRow(name=f"n{number}", value=count))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as db:
        values = sorted(db.scalars(select(SiteRow.value)))
        assert db.get_one(UserRow, user_id).id == user_id
    assert len(values) == 8
    if database.engine.dialect.name == "sqlite":
        assert values == list(range(8))


def test_writers_of_a_process_queue_instead_of_asking_sqlite_again(
    sqlite_database: Database,
) -> None:
    asked: list[str] = []
    inside, done = threading.Event(), threading.Event()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN IMMEDIATE"):
            asked.append(statement)

    def first() -> None:
        with sqlite_database.write.begin() as db:
            db.scalar(select(func.count()).select_from(SiteRow))
            inside.set()
            done.wait(10)

    def second() -> None:
        with sqlite_database.write.begin() as db:
            db.scalar(select(func.count()).select_from(SiteRow))

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    writers = [threading.Thread(target=first), threading.Thread(target=second)]
    writers[0].start()
    assert inside.wait(10)
    writers[1].start()
    time.sleep(0.05)
    assert len(asked) == 1
    done.set()
    for writer in writers:
        writer.join()
    event.remove(sqlite_database.engine, "before_cursor_execute", note)

    assert len(asked) == 2


def test_a_writer_that_fails_gives_up_its_turn(sqlite_database: Database) -> None:
    def write_badly() -> None:
        with sqlite_database.write.begin() as db:
            db.execute(text("INSERT INTO nowhere VALUES (1)"))

    for _ in range(2):
        with pytest.raises(DBAPIError, match="nowhere"):
            write_badly()

    with sqlite_database.write.begin() as db:
        db.add(SiteRow(name="x", value=1))


def test_an_error_takes_everything_of_a_transaction_back(database: Database) -> None:
    def fail() -> None:
        with database.write.begin() as db:
            db.add(SiteRow(name="x", value=1))
            db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with database.read() as db:
        assert db.get(SiteRow, "x") is None


def test_the_database_itself_refuses_what_cannot_be(database: Database) -> None:
    user_id = database.add_user()
    wrong = {"user_id": user_id, "uid": "u", "version": 1, "reps": 0, "lapses": 0, "skips": 0}

    for changes in ({"state": 9}, {"state": 2}, {"state": 0, "difficulty": 11.0}):
        with pytest.raises(IntegrityError), database.write.begin() as db:
            db.add(CardRow(**{**wrong, "hidden_until": 0, **changes}))
    with pytest.raises(IntegrityError), database.write.begin() as db:
        db.add(CardRow(**{**wrong, "user_id": 10**6, "state": 0, "hidden_until": 0}))


def test_an_account_takes_its_cards_with_it(database: Database) -> None:
    user_id = database.add_user()
    with database.write.begin() as db:
        db.add(
            CardRow(
                user_id=user_id,
                uid="u",
                version=0,
                state=0,
                reps=0,
                lapses=0,
                skips=0,
                hidden_until=0,
            )
        )
    with database.write.begin() as db:
        db.execute(text("DELETE FROM users"))

    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(CardRow)) == 0


def test_an_address_without_a_driver_means_psycopg() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")

    assert engine.url.drivername == "postgresql+psycopg"


def test_sqlite_runs_with_a_write_ahead_log(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.read() as db:
        assert db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.scalar(text("PRAGMA foreign_keys")) == 1
    assert (tmp_path / "test.db").exists()


@pytest.mark.parametrize(
    ("value", "can_be_kept"),
    [
        ("面经 🎉\n\t", True),
        ("a\x00b", False),
        ("\ud800", False),
        ({"a": ["b", {"c": "\x00"}]}, False),
        ({"\x00": "a"}, False),
        ([1, None, True, "x"], True),
    ],
)
def test_what_one_engine_cannot_keep_is_known_beforehand(
    value: object, *, can_be_kept: bool
) -> None:
    assert is_storable(value) is can_be_kept
    if isinstance(value, str):
        assert is_storable(storable(value))
