"""Whatever a program sends, the API keeps to its own description and never fails."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from app.bank.holder import BankHolder
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import token_of
from tests.conftest import Database


@pytest.fixture
def described(
    sqlite_database: Database, holder: BankHolder, tmp_path: Path, judge_socket: Path
) -> BaseSchema:
    """Return the description of the API, to be called with a learner's token."""
    settings = Settings(data_dir=tmp_path, database_url=sqlite_database.url, judge=judge_socket)
    app = create_app(settings, holder)
    app.state.judging.health = app.state.judging.client.health()
    token = token_of(sqlite_database, "ada@example.org", "read", "answer")
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    return schema


OPERATIONS = [
    ("/questions", "GET"),
    ("/questions/{slug}", "GET"),
    ("/questions/{slug}/answers", "POST"),
    ("/reviews/due", "GET"),
    ("/reviews/undo", "POST"),
    ("/submissions", "POST"),
    ("/submissions/{submission_id}", "GET"),
]


def test_no_call_is_left_out(described: BaseSchema) -> None:
    found = [item.ok() for item in described.get_all_operations() if isinstance(item, Ok)]
    listed = {(call.path, call.method.upper()) for call in found}

    assert listed == set(OPERATIONS)


# Schemathesis draws some texts with a generator of its own, and hypothesis frowns on that.
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_call_keeps_its_promise(described: BaseSchema, path: str, method: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy())
    def promise(case: Case[Any]) -> None:
        reply = case.call_and_validate()
        assert reply.status_code < 500

    promise()
