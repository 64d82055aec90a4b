"""Accounts: the first administrator, signing in, sessions, roles."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from app.db.sessions import SessionRow
from app.db.site import SiteRow
from app.db.users import UserRow
from app.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from app.services import accounts, people, sessions
from tests.conftest import Database

NOW = 1_800_000_000_000
PASSWORD, OTHER, SHORT = "correct horse battery", "another horse", "short"


def make(
    database: Database,
    email: str = "ada@example.org",
    password: str = PASSWORD,
    role: people.Role = "learner",
    name: str = "",
) -> people.Person:
    with database.write.begin() as db:
        return accounts.create(db, email=email, password=password, role=role, name=name, now_ms=NOW)


def sign_in(database: Database, person: people.Person, now_ms: int = NOW) -> str:
    with database.write.begin() as db:
        token, _expires = sessions.begin(
            db, user_id=person.id, agent="Firefox", address="192.0.2.1", now_ms=now_ms
        )
    return token


def who(database: Database, token: str, now_ms: int = NOW) -> sessions.SignedIn | None:
    with database.read() as db:
        return sessions.find(db, token=token, now_ms=now_ms)


def test_the_setup_link_makes_one_administrator_once(database: Database) -> None:
    with database.write.begin() as db:
        token = accounts.make_setup_token(db, now_ms=NOW)
    assert token is not None

    with database.write.begin() as db:
        person = accounts.create_first_admin(
            db, token=token, email="Root@Example.org ", password=PASSWORD, now_ms=NOW
        )

    assert (person.email, person.role) == ("root@example.org", "admin")
    with database.write.begin() as db, pytest.raises(ForbiddenError):
        accounts.create_first_admin(
            db, token=token, email="eve@example.org", password=PASSWORD, now_ms=NOW
        )
    with database.write.begin() as db:
        assert accounts.make_setup_token(db, now_ms=NOW) is None
        assert not accounts.setup_needed(db)


def test_of_two_people_with_the_setup_link_at_once_one_becomes_administrator(
    database: Database,
) -> None:
    with database.write.begin() as db:
        token = accounts.make_setup_token(db, now_ms=NOW)
    assert token is not None
    barrier = threading.Barrier(2)

    def use(email: str) -> str:
        barrier.wait()
        try:
            with database.write.begin() as db:
                return accounts.create_first_admin(
                    db, token=token, email=email, password=PASSWORD, now_ms=NOW
                ).role
        except ForbiddenError:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(use, ["ada@example.org", "eve@example.org"]))

    assert sorted(results) == ["admin", "refused"]
    with database.read() as db:
        assert [person.role for person in people.everyone(db)] == ["admin"]


def test_only_the_hash_of_the_setup_token_is_kept_and_a_new_one_replaces_it(
    database: Database,
) -> None:
    with database.write.begin() as db:
        old = accounts.make_setup_token(db, now_ms=NOW)
        new = accounts.make_setup_token(db, now_ms=NOW)
    assert old is not None
    assert new is not None
    with database.read() as db:
        kept = db.scalars(select(SiteRow.value)).one()

    assert new not in str(kept)
    with database.write.begin() as db, pytest.raises(ForbiddenError):
        accounts.create_first_admin(
            db, token=old, email="ada@example.org", password=PASSWORD, now_ms=NOW
        )


def test_a_password_that_cannot_be_used_leaves_the_setup_link_working(database: Database) -> None:
    with database.write.begin() as db:
        token = accounts.make_setup_token(db, now_ms=NOW)
    assert token is not None
    with pytest.raises(InvalidError), database.write.begin() as db:
        accounts.create_first_admin(
            db, token=token, email="ada@example.org", password=SHORT, now_ms=NOW
        )

    with database.write.begin() as db:
        person = accounts.create_first_admin(
            db, token=token, email="ada@example.org", password=PASSWORD, now_ms=NOW
        )

    assert person.role == "admin"


def test_registration_is_closed_until_it_is_opened(database: Database) -> None:
    with database.write.begin() as db, pytest.raises(ForbiddenError):
        accounts.register(db, email="ada@example.org", password=PASSWORD, now_ms=NOW)

    with database.write.begin() as db:
        accounts.set_registration(db, is_open=True)
        person = accounts.register(
            db, email="ada@example.org", password=PASSWORD, name=" Ada  L ", now_ms=NOW
        )

    assert (person.role, person.name) == ("learner", "Ada L")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"email": "nobody"}, "email", id="no at sign"),
        pytest.param({"email": "a b@example.org"}, "email", id="a space"),
        pytest.param({"email": ""}, "email", id="empty"),
        pytest.param({"email": f"{'x' * 70}@example.org"}, "email", id="too long"),
        pytest.param({"password": "1234567"}, "password", id="seven characters"),
        pytest.param({"password": "x" * 201}, "password", id="a very long password"),
        pytest.param(
            {"email": "longname@example.org", "password": "LongName"}, "password", id="the name"
        ),
        pytest.param({"password": "\ud800" * 12}, "password", id="halves of characters"),
        pytest.param({"name": "x" * 81}, "name", id="a very long name"),
        pytest.param({"role": "king"}, "role", id="an unknown role"),
    ],
)
def test_what_cannot_be_used_names_its_field(
    database: Database, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        make(database, **changes)

    assert refused.value.field == field


def test_one_address_one_account_however_it_is_written(database: Database) -> None:
    make(database, "ada@example.org")

    with pytest.raises(InvalidError, match="already"):
        make(database, " ADA@Example.ORG")


def test_signing_in_needs_the_right_password(database: Database) -> None:
    person = make(database)

    with database.read() as db:
        found = accounts.authenticate(db, email="Ada@example.org", password=PASSWORD)
    assert found == person
    refusals = []
    for email, password in [
        ("ada@example.org", "wrong password"),
        ("eve@example.org", PASSWORD),
        ("ada@example.org", "x" * 10_000),
        ("nul\x00@example.org", PASSWORD),
    ]:
        with database.read() as db, pytest.raises(ForbiddenError) as refused:
            accounts.authenticate(db, email=email, password=password)
        refusals.append(refused.value.message)
    assert len(set(refusals)) == 1


def test_a_hash_made_with_old_settings_is_renewed_at_sign_in(database: Database) -> None:
    person = make(database)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with database.write.begin() as db:
        db.execute(update(UserRow).values(password_hash=old))

    with database.write.begin() as db:
        accounts.renew_hash(db, user_id=person.id, password=PASSWORD)

    with database.read() as db:
        kept = db.scalars(select(UserRow.password_hash)).one()
    assert "m=19456,t=2,p=1" in kept


def test_a_session_is_known_by_its_token_until_it_expires(database: Database) -> None:
    person = make(database)
    token = sign_in(database, person)

    found = who(database, token)

    assert found is not None
    assert found.person == person
    assert who(database, token + "x") is None
    assert who(database, token, NOW + sessions.SESSION_MS) is None
    with database.read() as db:
        assert token not in db.scalars(select(SessionRow.token_hash)).all()


def test_a_session_in_use_lives_on(database: Database) -> None:
    person = make(database)
    token = sign_in(database, person)
    found = who(database, token)
    assert found is not None
    later = NOW + 20 * 86_400_000

    with database.write.begin() as db:
        sessions.touch(db, session_id=found.session_id, seen_ms=found.seen_ms, now_ms=later)

    assert who(database, token, NOW + sessions.SESSION_MS + 1) is not None


def test_sessions_are_listed_and_closed_one_by_one(database: Database) -> None:
    person = make(database)
    here, there = sign_in(database, person), sign_in(database, person, NOW + 1000)
    found = who(database, here)
    assert found is not None

    with database.read() as db:
        devices = sessions.listed(
            db, user_id=person.id, current_id=found.session_id, now_ms=NOW + 2000
        )
    assert [device.current for device in devices] == [False, True]
    with database.write.begin() as db:
        sessions.revoke(db, user_id=person.id, session_id=devices[0].id)

    assert who(database, there) is None
    assert who(database, here) is not None


def test_nobody_closes_somebody_elses_session(database: Database) -> None:
    token = sign_in(database, make(database))
    eve = make(database, "eve@example.org")
    found = who(database, token)
    assert found is not None

    with database.write.begin() as db, pytest.raises(NotFoundError):
        sessions.revoke(db, user_id=eve.id, session_id=found.session_id)


def test_signing_out_closes_the_session(database: Database) -> None:
    token = sign_in(database, make(database))

    with database.write.begin() as db:
        sessions.close(db, token=token)

    assert who(database, token) is None


def test_a_new_password_closes_every_other_session(database: Database) -> None:
    person = make(database)
    here, there = sign_in(database, person), sign_in(database, person)
    found = who(database, here)
    assert found is not None

    with database.write.begin() as db:
        accounts.change_password(
            db,
            user_id=person.id,
            current=PASSWORD,
            new=OTHER,
            keep_session_id=found.session_id,
            now_ms=NOW,
        )

    assert who(database, here) is not None
    assert who(database, there) is None
    with database.read() as db:
        assert accounts.authenticate(db, email=person.email, password=OTHER) == person


@pytest.mark.parametrize(
    ("current", "new", "field"), [("wrong", "another horse", "current"), (PASSWORD, "x", "new")]
)
def test_a_password_is_not_changed_without_the_old_or_to_a_bad_one(
    database: Database, current: str, new: str, field: str
) -> None:
    person = make(database)

    with database.write.begin() as db, pytest.raises(InvalidError) as refused:
        accounts.change_password(
            db, user_id=person.id, current=current, new=new, keep_session_id=None, now_ms=NOW
        )

    assert refused.value.field == field


def test_the_last_administrator_stays_one(database: Database) -> None:
    make(database, "root@example.org", role="admin")

    with database.write.begin() as db, pytest.raises(ConflictError):
        accounts.set_role(db, email="root@example.org", role="learner")
    make(database, "ada@example.org")
    with database.write.begin() as db:
        accounts.set_role(db, email="ada@example.org", role="admin")
        assert accounts.set_role(db, email="root@example.org", role="author").role == "author"


@pytest.mark.parametrize(("role", "may"), [("learner", False), ("author", True), ("admin", True)])
def test_administrators_may_what_authors_may(role: people.Role, *, may: bool) -> None:
    assert people.allowed(role, ["author"]) is may
