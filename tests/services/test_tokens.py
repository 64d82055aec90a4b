"""API tokens."""

import pytest
from sqlalchemy import select

from app.db.tokens import TokenRow
from app.domain.errors import InvalidError, NotFoundError
from app.services import tokens
from tests.conftest import Database

NOW = 1_800_000_000_000


def make(database: Database, user_id: int, *scopes: str) -> tuple[str, tokens.Token]:
    with database.write.begin() as db:
        return tokens.create(
            db, user_id=user_id, name="laptop", scopes=scopes or ("read",), now_ms=NOW
        )


def test_a_token_speaks_for_its_owner_within_its_scopes(database: Database) -> None:
    user_id = database.add_user()
    secret, made = make(database, user_id, "answer", "read")

    with database.read() as db:
        bearer = tokens.find(db, secret=secret)

    assert bearer is not None
    assert (bearer.person.id, bearer.token_id) == (user_id, made.id)
    assert bearer.scopes == ("read", "answer")


def test_the_secret_is_not_kept(database: Database) -> None:
    secret, _ = make(database, database.add_user())

    with database.read() as db:
        assert secret not in db.scalars(select(TokenRow.token_hash)).all()
        assert tokens.find(db, secret=secret + "x") is None


def test_a_revoked_token_opens_nothing(database: Database) -> None:
    user_id = database.add_user()
    secret, made = make(database, user_id)

    with database.write.begin() as db:
        tokens.revoke(db, user_id=user_id, token_id=made.id)

    with database.read() as db:
        assert tokens.find(db, secret=secret) is None
        assert tokens.listing(db, user_id=user_id) == ()


def test_nobody_sees_or_revokes_somebody_elses_token(database: Database) -> None:
    _, made = make(database, database.add_user())
    eve = database.add_user("eve@example.org")

    with database.read() as db:
        assert tokens.listing(db, user_id=eve) == ()
    with database.write.begin() as db, pytest.raises(NotFoundError):
        tokens.revoke(db, user_id=eve, token_id=made.id)


def test_use_is_noted_at_most_every_ten_minutes(database: Database) -> None:
    user_id = database.add_user()
    _, made = make(database, user_id)

    for later in (0, 1_000, 700_000):
        with database.write.begin() as db:
            tokens.touch(db, token_id=made.id, now_ms=NOW + later)
        if later == 1_000:
            with database.read() as db:
                assert tokens.listing(db, user_id=user_id)[0].last_used_ms == NOW

    with database.read() as db:
        assert tokens.listing(db, user_id=user_id)[0].last_used_ms == NOW + 700_000


@pytest.mark.parametrize(
    ("name", "scopes"),
    [("", ["read"]), ("x" * 81, ["read"]), ("laptop", []), ("laptop", ["read", "root"])],
)
def test_names_and_scopes_are_checked(database: Database, name: str, scopes: list[str]) -> None:
    with database.write.begin() as db, pytest.raises(InvalidError):
        tokens.create(db, user_id=1, name=name, scopes=scopes, now_ms=NOW)
