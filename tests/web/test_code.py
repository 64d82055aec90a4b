"""Coding over HTTP: what a browser without JavaScript can do, and what nobody may."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from limits import RateLimitItemPerHour

from app.bank.holder import BankHolder
from app.db.submissions import SubmissionRow
from app.main import create_app
from app.settings import Settings
from app.web import clock, throttle
from app.web.routes import code as code_routes
from tests.conftest import Database
from tests.services.tiny_bank import code, single, write_bank
from tests.web.conftest import HTMX, Site, flat

RIGHT = "def double(x):\n    return 2 * x\n"
PAGE = "/code/code-1"


@pytest.fixture(scope="module")
def coding(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    root = tmp_path_factory.mktemp("coding")
    return BankHolder(write_bank(root / "questions", code(1), code(2), single(3)), root / "cache")


@pytest.fixture
def site(
    sqlite_database: Database, coding: BankHolder, judge_socket: Path, tmp_path: Path
) -> Iterator[Site]:
    """A site with a judge."""
    settings = Settings(
        database_url=sqlite_database.url,
        questions_dir=coding.root,
        data_dir=tmp_path,
        judge=judge_socket,
    )
    app = create_app(settings, coding)
    made = Site(app, sqlite_database, coding)
    app.dependency_overrides[clock.now_ms] = lambda: made.now
    app.state.judging.clock = lambda: made.now
    with TestClient(app) as made.running:  # the judging room is open as long as this runs
        while app.state.judging.health is None:
            pass
        yield made
    for client in made.clients:
        client.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not what these tests are about."""
    monkeypatch.setattr(code_routes, "PATIENCE_S", 30.0)


@pytest.fixture
def client(site: Site) -> TestClient:
    return site.sign_in()


def form(site: Site, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    return {
        "client_id": f"client-{site.now}-{len(str(changes))}",
        "shown_ms": site.now - 60_000,
        "hints": 0,
        "source": RIGHT,
        "do": "submit",
    } | changes


def test_a_question_that_is_code_is_practised_in_the_editor(client: TestClient) -> None:
    assert client.get("/practice/code-1").headers["location"] == PAGE
    assert client.get("/code/single-3").status_code == 404


def test_code_is_handed_in_and_the_page_shows_the_verdict(site: Site, client: TestClient) -> None:
    reply = client.post(PAGE, data=form(site))

    assert reply.status_code == 303
    page = client.get(reply.headers["location"])
    assert page.status_code == 200
    assert "http-equiv" not in page.text
    assert "Accepted" in flat(page.text)


def test_the_editor_may_style_itself_and_nothing_else(client: TestClient) -> None:
    first, second = client.get(PAGE), client.get(PAGE)

    policy = first.headers["Content-Security-Policy"]
    assert "'nonce-" in policy
    assert "unsafe" not in policy
    assert policy != second.headers["Content-Security-Policy"]


def test_handing_in_twice_with_one_id_is_handing_in_once(site: Site, client: TestClient) -> None:
    first = client.post(PAGE, data=form(site, client_id="the-same-one"))
    second = client.post(PAGE, data=form(site, client_id="the-same-one", source="else"))

    assert first.headers["location"] == second.headers["location"]


def test_a_script_gets_the_result_alone(site: Site, client: TestClient) -> None:
    reply = client.post(
        PAGE, data=form(site, source="def double(x):\n    return x\n"), headers=HTMX
    )

    assert reply.status_code == 200
    assert "<html" not in reply.text
    assert 'id="result"' in reply.text


def test_the_draft_is_kept_reset_and_brought_back(site: Site, client: TestClient) -> None:
    client.post(PAGE, data=form(site, do="save", source="x = 'mine'"))
    assert "x = &#39;mine&#39;" in client.get(PAGE).text
    client.post(PAGE, data=form(site, do="reset", source="x = 'mine'"))
    assert "x = &#39;mine&#39;" not in client.get(PAGE).text
    client.post(PAGE, data=form(site, do="undo", source=""))
    assert "x = &#39;mine&#39;" in client.get(PAGE).text


def test_a_script_saves_the_draft_and_sees_when_it_may_not(site: Site, client: TestClient) -> None:
    assert client.post(f"{PAGE}/draft", data={"source": "x = 1"}).status_code == 204
    assert site.visit().post(f"{PAGE}/draft", data={"source": "x = 1"}).status_code == 401


def test_an_old_submission_is_brought_into_the_editor(site: Site, client: TestClient) -> None:
    old = "def double(x):\n    return x + x  # old\n"
    address = client.post(PAGE, data=form(site, source=old)).headers["location"]
    number = address.rpartition("=")[2]
    client.post(PAGE, data=form(site, do="save", source="new"))

    reply = client.post(PAGE, data={"do": "restore", "submission": number})

    assert reply.status_code == 303
    assert "# old" in client.get(PAGE).text


def test_a_submission_shows_what_changed(site: Site, client: TestClient) -> None:
    client.post(
        PAGE, data=form(site, client_id="number-one", source="def double(x):\n    return x\n")
    )
    address = client.post(PAGE, data=form(site, client_id="number-two")).headers["location"]

    page = client.get(f"/submissions/{address.rpartition('=')[2]}")

    assert page.status_code == 200
    assert "return 2 * x" in page.text
    assert "return x" in page.text


def test_the_solution_is_shown_to_who_solved_it_or_gave_up(site: Site, client: TestClient) -> None:
    other = "return x + x"  # the alternative
    assert other not in _plain(client.get(PAGE).text)
    client.post(PAGE, data=form(site, do="reveal", source=""))
    assert other in _plain(client.get(PAGE).text)

    bob = site.sign_in("bob@example.org")
    address = bob.post(PAGE, data=form(site, client_id="of-bob-number-1")).headers["location"]
    assert other in _plain(bob.get(address).text)


def _plain(html: str) -> str:
    """Return HTML without its tags: highlighted code is full of them."""
    return flat("".join(part.partition(">")[2] for part in html.split("<")))


def test_somebody_elses_submission_is_not_there(site: Site, client: TestClient) -> None:
    number = client.post(PAGE, data=form(site)).headers["location"].rpartition("=")[2]
    eve = site.sign_in("eve@example.org")

    assert eve.get(f"/submissions/{number}").status_code == 404
    assert eve.get(f"/submissions/{number}/events").status_code == 404
    shown = eve.get(f"{PAGE}?submission={number}")
    assert (shown.status_code, shown.headers["location"]) == (303, PAGE)
    assert eve.post(PAGE, data={"do": "restore", "submission": number}).status_code == 404


@pytest.mark.parametrize("address", ["/submissions/1", PAGE, f"{PAGE}/hints"])
def test_strangers_are_asked_to_sign_in(site: Site, address: str) -> None:
    assert "/login" in site.visit().get(address).headers["location"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"do": "fly"}, 422),
        ({"shown_ms": "soon"}, 422),
        ({"client_id": "x"}, 422),
        ({"source": "#" * 70_000}, 422),
        ({"source": "x = '\0'"}, 422),
        ({"do": "restore", "submission": "9" * 30}, 404),
        ({"do": "undo"}, 409),
    ],
)
def test_bad_forms_are_refused_with_a_reason(
    site: Site, client: TestClient, changes: dict[str, Any], status: int
) -> None:
    assert client.post(PAGE, data=form(site, **changes)).status_code == status


def test_a_foreign_site_cannot_hand_in(site: Site, client: TestClient) -> None:
    reply = client.post(PAGE, data=form(site), headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403


def test_a_script_gets_the_draft_that_it_does_not_know(client: TestClient) -> None:
    def save(source: str, base: str) -> tuple[int, str]:
        said = client.post(f"{PAGE}/draft", data={"source": source, "base": base})
        return said.status_code, said.text

    assert save("x = 1", "# nothing saved yet") == (204, "")
    assert save("x = 2", "# another tab's") == (409, "x = 1")
    assert save("x = 1\r\n", "x = 1\n") == (409, "x = 1")
    assert save("x = 2", "x = 1") == (204, "")
    assert save("x = 2", "whatever") == (204, "")


def test_too_many_in_an_hour_are_refused_and_the_draft_is_kept(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "SUBMISSIONS", (RateLimitItemPerHour(2),))
    for number in range(2):
        reply = client.post(PAGE, data=form(site, client_id=f"client-{number:03}", source="def ("))
        assert reply.status_code == 303

    reply = client.post(PAGE, data=form(site, source="x = 'the last'"))

    assert reply.status_code == 429
    assert "Retry-After" in reply.headers
    assert "the last" in client.get(PAGE).text


def test_what_was_not_taken_in_is_not_counted(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "SUBMISSIONS", (RateLimitItemPerHour(1),))
    too_long = form(site, source="#" * 70_000)
    assert client.post(PAGE, data=too_long).status_code == 422

    assert client.post(PAGE, data=form(site)).status_code == 303


def test_a_submission_of_another_question_is_not_shown_here(site: Site, client: TestClient) -> None:
    number = client.post(PAGE, data=form(site)).headers["location"].rpartition("=")[2]

    assert client.get("/code/code-2").status_code == 200
    shown = client.get(f"/code/code-2?submission={number}")
    assert (shown.status_code, shown.headers["location"]) == (303, "/code/code-2")


def test_a_draft_that_did_not_arrive_empties_nothing(client: TestClient) -> None:
    client.post(f"{PAGE}/draft", data={"source": "x = 'kept'"})

    assert client.post(f"{PAGE}/draft", data={"other": "x"}).status_code == 422
    assert "kept" in client.get(PAGE).text


@pytest.mark.parametrize("verb", ["save", "submit"])
def test_without_a_script_another_tabs_draft_can_be_brought_back(
    site: Site, client: TestClient, verb: str
) -> None:
    client.post(f"{PAGE}/draft", data={"source": "x = 'theirs'"})

    client.post(PAGE, data=form(site, do=verb, source="x = 'mine'"))
    assert "mine" in client.get(PAGE).text
    client.post(PAGE, data=form(site, do="undo"))

    assert "theirs" in client.get(PAGE).text


def test_a_source_too_long_to_be_judged_is_kept_as_the_draft(
    site: Site, client: TestClient
) -> None:
    reply = client.post(PAGE, data=form(site, source="x = 'kept' #" + "#" * 70_000))

    assert reply.status_code == 422
    assert "x = &#39;kept&#39;" in client.get(PAGE).text


def test_without_a_judge_the_draft_is_kept(site: Site, client: TestClient) -> None:
    room = site.app.state.judging
    known, room.health = room.health, None
    try:
        reply = client.post(PAGE, data=form(site, source="x = 'kept'"))
        page = client.get(PAGE)
    finally:
        room.health = known

    assert reply.status_code == 503
    assert "x = &#39;kept&#39;" in page.text


def test_the_events_of_a_submission_end_with_its_verdict(site: Site, client: TestClient) -> None:
    number = client.post(PAGE, data=form(site)).headers["location"].rpartition("=")[2]

    reply = client.get(f"/submissions/{number}/events")

    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.text == "event: status\ndata: done\n\n"


def test_the_seed_of_the_hidden_cases_is_never_sent(site: Site, client: TestClient) -> None:
    address = client.post(PAGE, data=form(site)).headers["location"]
    with site.database.read() as db:
        seed = db.get_one(SubmissionRow, int(address.rpartition("=")[2])).seed

    assert seed
    assert seed not in client.get(address).text
