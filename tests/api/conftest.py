"""The API over the real bank and an empty database, with the tokens of one learner."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.bank.holder import BankHolder
from app.main import create_app
from app.services import tokens
from app.settings import Settings
from tests.conftest import Database
from tests.rendered import repository


@pytest.fixture(scope="session")
def holder() -> BankHolder:
    """Return the real bank."""
    return repository()


@dataclass
class Api:
    """A learner's program: requests with a bearer token."""

    client: TestClient
    token: str

    def get(self, path: str) -> Response:
        """Ask."""
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: object) -> Response:
        """Send a JSON body."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.post(f"/api/v1{path}", json=body, headers=headers)

    def answer(self, slug: str, answer: object, **fields: object) -> Response:
        """Answer the variant that is shown now."""
        shown = self.get(f"/questions/{slug}").json()
        body = {"client_id": str(uuid4()), "variant_id": shown["variant_id"], "answer": answer}
        return self.post(f"/questions/{slug}/answers", body | fields)


@pytest.fixture
def client(sqlite_database: Database, holder: BankHolder, tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of the whole application."""
    settings = Settings(data_dir=tmp_path, database_url=sqlite_database.url)
    with TestClient(create_app(settings, holder)) as client:
        yield client


def token_of(database: Database, email: str, *scopes: str) -> str:
    """Make an account if needed and return a token of its own."""
    user_id = database.add_user(email)
    with database.write.begin() as db:
        secret, _ = tokens.create(db, user_id=user_id, name="test", scopes=scopes, now_ms=0)
    return secret


@pytest.fixture
def api(client: TestClient, sqlite_database: Database) -> Api:
    """Return a learner's program that may read and answer."""
    return Api(client, token_of(sqlite_database, "ada@example.org", "read", "answer"))
