"""Code handed in over the API."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from limits import RateLimitItemPerHour
from sqlalchemy import select

from app.bank.holder import BankHolder
from app.db.users import UserRow
from app.domain.kinds.code import CodeQuestion
from app.main import create_app
from app.services import judging
from app.settings import Settings
from app.web import throttle
from app.web.api import submissions
from app.web.clock import now_ms
from tests.api.conftest import Api, token_of
from tests.conftest import Database
from tests.services.tiny_bank import code, single, tiny_bank

RIGHT = "def double(x):\n    return 2 * x\n"
SLOW = "import time\ndef double(x):\n    time.sleep(1)\n    return 2 * x\n"
LONG_S = 30.0


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    return tiny_bank(tmp_path_factory.mktemp("coding") / "bank", code(1), single(3))


@pytest.fixture
def client(
    sqlite_database: Database, holder: BankHolder, judge_socket: Path, tmp_path: Path
) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_database.url, judge=judge_socket)
    app = create_app(settings, holder)
    with TestClient(app) as client:
        while app.state.judging.health is None:
            time.sleep(0.01)
        yield client


def given(**changes: object) -> dict[str, object]:
    return {"client_id": str(uuid4()), "question": "code-1", "source": RIGHT} | changes


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not what these tests are about."""
    monkeypatch.setattr(submissions, "PATIENCE_S", LONG_S)


@pytest.mark.usefixtures("patient")
def test_a_quick_verdict_comes_at_once(api: Api) -> None:
    reply = api.post("/submissions", given())

    assert reply.status_code == 200
    told = reply.json()
    assert (told["status"], told["verdict"], told["score"]) == ("done", "AC", 1.0)
    assert [group["name"] for group in told["groups"]] == ["sample", "random"]
    assert told["revision"].startswith("sha256:")
    assert "seed" not in told
    assert api.get(f"/submissions/{told['id']}").json() == told


def test_a_slow_one_is_202_and_asked_for(api: Api) -> None:
    reply = api.post("/submissions", given(source=SLOW))

    assert reply.status_code == 202
    assert reply.json()["verdict"] is None
    deadline = time.monotonic() + LONG_S
    while (told := api.get(f"/submissions/{reply.json()['id']}").json())["status"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert told["verdict"] == "AC"


@pytest.mark.usefixtures("patient")
def test_a_mark_of_byte_order_is_no_part_of_the_source(api: Api) -> None:
    sent = given(source="\ufeff" + RIGHT)

    assert [api.post("/submissions", sent).json()["verdict"] for _ in range(2)] == ["AC", "AC"]


@pytest.mark.usefixtures("patient")
def test_sent_again_it_is_the_same_submission(api: Api) -> None:
    body = given(source="def (")

    first, again = api.post("/submissions", body), api.post("/submissions", body)

    assert first.json()["verdict"] == "CE"
    assert again.json()["id"] == first.json()["id"]


@pytest.mark.usefixtures("patient")
def test_a_client_id_belongs_to_one_source(api: Api) -> None:
    sent = given()
    api.post("/submissions", sent)

    assert api.post("/submissions", sent | {"source": "def double(x): ..."}).status_code == 409


@pytest.mark.usefixtures("patient")
def test_the_draft_on_the_page_can_be_brought_back(
    api: Api, sqlite_database: Database, holder: BankHolder
) -> None:
    [question] = [q for q in holder.current.live if isinstance(q, CodeQuestion)]
    with sqlite_database.read() as db:
        user_id = db.scalar(select(UserRow.id))
    facts: dict[str, Any] = {"user_id": user_id, "question": question, "now_ms": now_ms()}
    with sqlite_database.write.begin() as db:
        judging.workspace.save(db, source="my long draft\n", **facts)

    api.post("/submissions", given())

    with sqlite_database.write.begin() as db:
        assert judging.workspace.get(db, **facts).source == RIGHT
        judging.workspace.undo(db, **facts)
        assert judging.workspace.get(db, **facts).source == "my long draft\n"


@pytest.mark.parametrize("why", ["too many", "no judge"])
def test_what_is_refused_for_now_is_kept_as_the_draft(
    api: Api,
    client: TestClient,
    sqlite_database: Database,
    holder: BankHolder,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    if why == "too many":
        monkeypatch.setattr(throttle, "SUBMISSIONS", (RateLimitItemPerHour(0),))
    else:
        monkeypatch.setattr(client.app.state.judging, "health", None)  # type: ignore[attr-defined]

    reply = api.post("/submissions", given(source="x = 'kept'\r\n"))

    assert reply.status_code == (429 if why == "too many" else 503)
    assert "kept as a draft" in reply.json()["detail"]
    [question] = [q for q in holder.current.live if isinstance(q, CodeQuestion)]
    with sqlite_database.read() as db:
        facts: dict[str, Any] = {"user_id": db.scalar(select(UserRow.id)), "now_ms": now_ms()}
        assert judging.workspace.get(db, question=question, **facts).source == "x = 'kept'\n"


def test_a_submission_moves_the_card(api: Api) -> None:
    api.post("/submissions", given(source="def double(x):\n    return x\n"))

    assert api.get("/questions?kind=code&status=learning").json()["total"] == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"question": "single-3"}, 404),
        ({"question": "nothing"}, 404),
        ({"source": "#" * 65_537}, 422),
        ({"source": "x = '\0'"}, 422),
        ({"source": "é" * 40_000}, 422),
        ({"client_id": "mine"}, 422),
        ({"langauge": "zh"}, 422),
    ],
)
def test_what_cannot_be_judged_is_a_problem(
    api: Api, changes: dict[str, object], status: int
) -> None:
    reply = api.post("/submissions", given(**changes))

    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


def test_somebody_elses_submission_is_not_found(api: Api, sqlite_database: Database) -> None:
    number = api.post("/submissions", given()).json()["id"]
    eve = Api(api.client, token_of(sqlite_database, "eve@example.org", "read", "answer"))

    assert eve.get(f"/submissions/{number}").status_code == 404


def test_reading_does_not_allow_handing_in(api: Api, sqlite_database: Database) -> None:
    reader = Api(api.client, token_of(sqlite_database, "bob@example.org", "read"))

    assert reader.post("/submissions", given()).status_code == 403


def test_code_is_not_an_answer(api: Api) -> None:
    reply = api.answer("code-1", RIGHT)

    assert reply.status_code == 422
    assert "judged" in reply.json()["detail"]
