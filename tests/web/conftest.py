"""The whole application over a small bank and an empty SQLite database."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.bank.holder import BankHolder
from app.db.users import Role, UserRow
from app.domain.kinds import Question
from app.main import create_app
from app.services import accounts, preferences, sessions
from app.settings import Settings
from app.web import clock
from tests.conftest import Database
from tests.services.tiny_bank import write_bank
from tests.web.nine_kinds import everything

NOON = 1_800_000_000_000 - 1_800_000_000_000 % 86_400_000 + 12 * 3_600_000
"""Noon UTC of a day in 2027, in ms."""
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BROWSER = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
PASSWORD = "correct horse battery staple"  # noqa: S105  of nobody
_HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
FORM = ("client_id", "version", "revision", "variant", "shown_ms", "hints", "in")


@dataclass
class Site:
    """One site with its clock."""

    app: FastAPI
    database: Database
    holder: BankHolder
    now: int = NOON
    clients: list[TestClient] = field(default_factory=list)
    running: TestClient | None = None
    """Where the application runs, if it was started: all browsers then meet on its event loop."""

    def visit(self) -> TestClient:
        """Return a browser that is signed in nowhere."""
        client = TestClient(self.app, headers=BROWSER, follow_redirects=False)
        client.portal = self.running.portal if self.running is not None else None
        self.clients.append(client)
        return client

    def enrol(self, email: str = "ada@example.org", role: Role = "learner") -> None:
        """Create an account with the password of the tests."""
        with self.database.write.begin() as db:
            accounts.create(db, email=email, password=PASSWORD, role=role, now_ms=self.now)

    def sign_in(self, email: str = "ada@example.org", role: Role = "learner") -> TestClient:
        """Return a browser that is signed in to a new account, one that has no password."""
        with self.database.write.begin() as db:
            row = UserRow(email=email, name="", password_hash="-", role=role, created_at=self.now)  # noqa: S106
            db.add(row)
            db.flush()
            preferences.change(db, user_id=row.id, changes={"lang": "en"})
            token, _expires = sessions.begin(
                db, user_id=row.id, agent="Test", address="127.0.0.1", now_ms=self.now
            )
        client = self.visit()
        client.cookies.set("mianjing", token)
        return client

    def question(self, slug: str) -> Question:
        found = self.holder.current.get(slug)
        assert found is not None
        return found


def flat(html: str) -> str:
    """Return HTML with every run of white space as one space, so that layout does not matter."""
    return " ".join(html.split())


def settings(**changes: object) -> dict[str, str]:
    """Return what the page of one's settings sends: the defaults, no box ticked, and changes."""
    usual = asdict(preferences.Preferences()) | {"lang": "en", "zone": "UTC"}
    typed = {name: value for name, value in usual.items() if not isinstance(value, bool)} | changes
    return {name: str(value) for name, value in typed.items()}


def form_of(client: TestClient, slug: str, **changes: object) -> dict[str, Any]:
    """Return the hidden fields of a question's page, some of them changed."""
    page = client.get(f"/practice/{slug}")
    assert page.status_code == 200, page.text
    found = {name: value for name, value in _HIDDEN.findall(flat(page.text)) if name in FORM}
    return found | changes


def answered(client: TestClient, slug: str, **answer: object) -> int:
    """Answer a question as a browser without JavaScript does; returns the attempt's id."""
    reply = client.post(f"/practice/{slug}/answer", data=form_of(client, slug) | answer)
    assert reply.status_code == 303, reply.text
    return int(reply.headers["location"].rpartition("/")[2].partition("?")[0])


@pytest.fixture(scope="session")
def holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    """A bank with each kind of question, rendered once a run."""
    root = tmp_path_factory.mktemp("bank")
    found = BankHolder(write_bank(root / "questions", *everything()), root / "cache")
    assert not found.current.problems
    return found


@pytest.fixture
def site(sqlite_database: Database, holder: BankHolder, tmp_path: Path) -> Iterator[Site]:
    """A site with nobody in it."""
    settings = Settings(
        database_url=sqlite_database.url, questions_dir=holder.root, data_dir=tmp_path
    )
    app = create_app(settings, holder)
    made = Site(app, sqlite_database, holder)
    app.dependency_overrides[clock.now_ms] = lambda: made.now
    yield made
    for client in made.clients:
        client.close()
    app.state.engine.dispose()


@pytest.fixture
def client(site: Site) -> TestClient:
    """A learner's browser."""
    return site.sign_in()
