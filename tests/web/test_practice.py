"""Practice: what comes next, hints, languages, two tabs, ratings."""

import re
import uuid
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from tests.services.tiny_bank import write_bank
from tests.web.conftest import HTMX, Site, answered, flat, form_of, settings
from tests.web.nine_kinds import everything

DAY = 86_400_000


def test_practice_leads_to_the_next_question(client: TestClient) -> None:
    reply = client.get("/practice")

    assert reply.status_code == 303
    assert reply.headers["location"] == "/practice/choice"


def test_when_nothing_is_left_the_page_says_when_something_returns(client: TestClient) -> None:
    client.post("/account/preferences", data=settings(new_per_day=1))
    answered(client, "claim", choice="t")

    reply = client.get("/practice")

    assert reply.status_code == 200
    assert "Nothing is due now" in reply.text
    assert re.search(r"comes back in \d+ (days|hours|min)", reply.text)
    assert "/questions?status=new" in reply.text


def test_showing_a_question_writes_nothing(client: TestClient) -> None:
    first = form_of(client, "sum")
    second = form_of(client, "sum")

    assert first.pop("client_id") != second.pop("client_id")
    assert first == second


def test_every_showing_after_an_answer_has_fresh_numbers(site: Site, client: TestClient) -> None:
    before = form_of(client, "sum")
    answered(client, "sum", answer="1")
    site.now += DAY

    assert form_of(client, "sum")["variant"] != before["variant"]


def test_hints_are_shown_one_by_one(client: TestClient) -> None:
    none = client.get("/practice/sum").text
    one = client.get("/practice/sum?hints=1").text
    all_of_them = client.get("/practice/sum?hints=9").text

    assert "Count." not in none
    assert "Count." in one
    assert "Count on." not in one
    assert "Count on." in all_of_them
    assert 'name="reveal"' not in all_of_them


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["fragment", "page"])
def test_a_hint_keeps_what_was_typed(client: TestClient, headers: dict[str, str]) -> None:
    form = form_of(client, "sum")

    reply = client.post(
        "/practice/sum/redraw", data=form | {"answer": "4x", "reveal": "1"}, headers=headers
    )

    assert reply.status_code == 200
    assert ("<html" in reply.text) is not bool(headers)
    assert "Count." in reply.text
    assert 'value="4x"' in reply.text
    assert form["client_id"] in reply.text
    assert f'name="shown_ms" value="{form["shown_ms"]}"' in reply.text


def test_a_question_can_be_read_in_the_other_language_without_losing_the_answer(
    client: TestClient,
) -> None:
    form = form_of(client, "choice")

    reply = client.post(
        "/practice/choice/redraw", data=form | {"choice": "c", "switch": "zh"}, headers=HTMX
    )

    text = flat(reply.text)
    assert '<h1 lang="zh-CN">Title 1。</h1>' in text
    assert ">Submit " in text
    assert re.search(r'value="c" required data-key="[^"]+" checked', text)


def test_the_feedback_speaks_the_language_of_the_question(client: TestClient) -> None:
    form = form_of(client, "choice", **{"in": "zh"})

    reply = client.post("/practice/choice/answer", data=form | {"choice": "a"})
    page = client.get(reply.headers["location"]).text

    assert "Title 1。" in page
    assert ">Correct</h2>" in page


def test_hints_cost_points(client: TestClient) -> None:
    form = form_of(client, "choice", hints="1")
    client.post("/practice/choice/answer", data=form | {"choice": "a"})

    page = client.get("/attempts/1").text

    assert "80%" in page


def test_the_same_form_sent_twice_counts_once(client: TestClient) -> None:
    form = form_of(client, "choice") | {"choice": "a"}

    first = client.post("/practice/choice/answer", data=form)
    second = client.post("/practice/choice/answer", data=form)

    assert first.headers["location"] == second.headers["location"]
    assert client.get("/questions/choice").text.count('href="/attempts/') == 1


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["fragment", "page"])
@pytest.mark.parametrize(("second", "told"), [("b", True), ("a", False)], ids=["changed", "same"])
def test_a_change_after_a_reply_that_got_lost_is_said_not_to_count(
    client: TestClient, headers: dict[str, str], second: str, *, told: bool
) -> None:
    form = form_of(client, "choice")
    client.post("/practice/choice/answer", data=form | {"choice": "a"})

    reply = client.post("/practice/choice/answer", data=form | {"choice": second}, headers=headers)

    text = reply.text if headers else client.get(reply.headers["location"]).text
    assert ("Your first answer to this question had arrived already" in text) is told
    assert ">Correct</h2>" in flat(text)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["fragment", "page"])
def test_of_two_tabs_exactly_one_counts(client: TestClient, headers: dict[str, str]) -> None:
    one = form_of(client, "choice") | {"choice": "a"}
    other = form_of(client, "choice") | {"choice": "b"}
    client.post("/practice/choice/answer", data=one)

    late = client.post("/practice/choice/answer", data=other, headers=headers)

    assert late.status_code == 409
    assert "another tab" in late.text
    assert ("<html" in late.text) is not bool(headers)
    assert late.headers.get("HX-Retarget") == ("#notice" if headers else None)
    assert client.get("/questions/choice").text.count('href="/attempts/') == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"variant": "-1"},
        {"variant": "9" * 16},
        {"variant": "one"},
        {"version": ""},
        {"client_id": "x"},
        {"shown_ms": "1e3"},
        {"hints": "²"},
    ],
    ids=str,
)
def test_a_form_that_was_tampered_with_is_refused(
    client: TestClient, changes: dict[str, str]
) -> None:
    form = form_of(client, "choice") | {"choice": "a"}

    assert client.post("/practice/choice/answer", data=form | changes).status_code == 422
    assert 'href="/attempts/' not in client.get("/questions/choice").text


def test_an_empty_form_is_refused(client: TestClient) -> None:
    assert client.post("/practice/choice/answer", data={}).status_code in {409, 422}


def test_an_answer_to_an_older_revision_is_graded_as_it_was_shown(
    site: Site, client: TestClient
) -> None:
    form = form_of(client, "pooled")
    changed = [q if q["slug"] != "pooled" else _renamed(q) for q in everything()]
    try:
        write_bank(site.holder.root, *changed)
        site.holder.reload()

        reply = client.post("/practice/pooled/answer", data=form | {"choice": "a"})

        assert reply.status_code == 303
        page = client.get(reply.headers["location"]).text
        assert "Title 11." in page
        assert "A new title." not in page
        assert "A new title." in client.get("/practice/pooled").text
    finally:
        write_bank(site.holder.root, *everything())
        site.holder.reload()


def _renamed(question: dict[str, object]) -> dict[str, object]:
    return question | {"title": {"zh": "新的标题。", "en": "A new title."}}


def test_a_picture_that_the_explanation_shows_gives_nothing_away(
    site: Site, client: TestClient
) -> None:
    names = ("question.svg", "answer.svg")
    drawn = {
        "figures": [{"file": name, "alt": {"zh": "图", "en": f"Alt of {name}"}} for name in names],
        "explanation": dict.fromkeys(("zh", "en"), "**Why** so: ![](answer.svg)"),
    }
    folder = site.holder.root / "normalisation"
    try:
        write_bank(
            site.holder.root, *(q | drawn if q["slug"] == "choice" else q for q in everything())
        )
        for name in names:
            (folder / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
        site.holder.reload()

        before = client.get("/practice/choice").text
        after = client.get(f"/practice/choice/{answered(client, 'choice', choice='a')}").text

        assert [page.count("Alt of question.svg") for page in (before, after)] == [1, 1]
        assert [page.count("Alt of answer.svg") for page in (before, after)] == [0, 1]
        assert "answer.svg" not in before
    finally:
        write_bank(site.holder.root, *everything())
        for name in names:
            (folder / name).unlink(missing_ok=True)
        site.holder.reload()


def test_an_answer_to_a_revision_nobody_knows_is_a_conflict(client: TestClient) -> None:
    form = form_of(client, "choice", revision="sha256:" + "0" * 64)

    assert client.post("/practice/choice/answer", data=form | {"choice": "a"}).status_code == 409


def test_the_proposed_rating_is_marked_and_can_be_changed(client: TestClient) -> None:
    attempt = answered(client, "claim", choice="t")
    page = flat(client.get(f"/practice/claim/{attempt}").text)
    assert re.search(r'class="btn chosen"[^>]* value="3"', page)
    assert "proposed" in page

    reply = client.post(f"/answers/{attempt}/rating", data={"rating": "4"})

    assert reply.status_code == 303
    assert reply.headers["location"] == "/practice"
    page = flat(client.get(f"/practice/claim/{attempt}").text)
    assert re.search(r'class="btn chosen"[^>]* value="4"', page)


def test_a_wrong_answer_cannot_be_rated_as_known(client: TestClient) -> None:
    attempt = answered(client, "claim", choice="f")
    page = flat(client.get(f"/practice/claim/{attempt}").text)

    reply = client.post(f"/answers/{attempt}/rating", data={"rating": "4"})

    assert reply.status_code == 422
    assert re.search(r'name="rating" value="4"[^>]* disabled', page)


@pytest.mark.parametrize("rating", ["0", "5", "good", ""])
def test_a_rating_that_does_not_exist_is_refused(client: TestClient, rating: str) -> None:
    attempt = answered(client, "claim", choice="t")

    assert client.post(f"/answers/{attempt}/rating", data={"rating": rating}).status_code == 422


def test_an_older_answer_cannot_be_rated_again(site: Site, client: TestClient) -> None:
    old = answered(client, "claim", choice="t")
    site.now += DAY
    answered(client, "claim", choice="t")

    assert client.post(f"/answers/{old}/rating", data={"rating": "2"}).status_code == 409


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/practice/claim/{id}"),
        ("GET", "/attempts/{id}"),
        ("POST", "/answers/{id}/rating"),
        ("POST", "/answers/{id}/assessment"),
    ],
)
def test_nobody_sees_or_changes_somebody_elses_answer(
    site: Site, client: TestClient, method: str, path: str
) -> None:
    attempt = answered(client, "claim", choice="t")
    stranger = site.sign_in("eve@example.org")

    reply = stranger.request(method, path.format(id=attempt), data={"rating": "2"})

    assert reply.status_code == 404


@pytest.mark.parametrize("slug", ["choice", "no-such-question"])
def test_an_answer_is_found_only_under_its_own_question(client: TestClient, slug: str) -> None:
    attempt = answered(client, "claim", choice="t")

    assert client.get(f"/practice/{slug}/{attempt}").status_code == 404
    assert client.get(f"/practice/claim/{attempt}").status_code == 200


def test_todays_answers_stand_on_the_sheet(site: Site, client: TestClient) -> None:
    answered(client, "claim", choice="t")
    answered(client, "choice", choice="b")

    today = client.get("/practice/several").text
    site.now += DAY
    tomorrow = client.get("/practice/several").text

    assert re.findall(r'<li class="(ok|bad|part)">', today) == ["ok", "bad"]
    assert re.findall(r'<li class="(ok|bad|part)">', tomorrow) == []


def test_an_invented_client_id_is_taken_as_it_is(client: TestClient) -> None:
    form = form_of(client, "claim", client_id=str(uuid.uuid4())) | {"choice": "t"}

    assert client.post("/practice/claim/answer", data=form).status_code == 303


def _statements(site: Site, ask: Callable[[], object]) -> list[str]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(site.app.state.engine, "before_cursor_execute", note)
    ask()
    event.remove(site.app.state.engine, "before_cursor_execute", note)
    return asked


def test_a_page_and_an_answer_ask_the_database_little(site: Site, client: TestClient) -> None:
    answered(client, "choice", choice="b")
    form = form_of(client, "claim", choice="t")

    page = _statements(site, lambda: client.get("/practice/sum"))
    answer = _statements(
        site,
        lambda: client.post(
            "/practice/claim/answer", data=form, headers={"HX-Request-Type": "partial"}
        ),
    )

    assert len(page) == 9, page
    assert len(answer) == 18, answer
