"""Flag, note, skip, suspend, undo."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import HTMX, Site, answered


def test_a_flag_is_swapped_in_place(client: TestClient) -> None:
    reply = client.post("/practice/choice/flag", data={"on": "1"}, headers=HTMX)

    assert reply.status_code == 200
    assert reply.text.lstrip().startswith('<form id="flag"')
    assert 'aria-pressed="true"' in reply.text
    assert 'aria-pressed="true"' in client.get("/practice/choice").text


def test_without_javascript_a_flag_leads_back_to_where_it_was_put(client: TestClient) -> None:
    reply = client.post("/practice/choice/flag", data={"on": "1", "next": "/questions/choice?x=1"})

    assert reply.status_code == 303
    assert reply.headers["location"] == "/questions/choice?x=1"
    assert 'aria-pressed="true"' in client.get("/questions/choice").text


def test_a_flag_can_be_taken_off(client: TestClient) -> None:
    client.post("/practice/choice/flag", data={"on": "1"})

    text = client.post("/practice/choice/flag", data={"on": "0"}, headers=HTMX).text

    assert 'aria-pressed="false"' in text


def test_a_note_is_kept_and_never_interpreted(client: TestClient) -> None:
    reply = client.post("/practice/choice/note", data={"text": "<b>mine</b> **x**"}, headers=HTMX)

    assert reply.text.lstrip().startswith('<details id="note"')
    assert "&lt;b&gt;mine&lt;/b&gt; **x**" in reply.text
    assert "Saved." in reply.text
    assert "&lt;b&gt;mine&lt;/b&gt; **x**" in client.get("/questions/choice").text


def test_a_note_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.post("/practice/choice/note", data={"text": "x" * 19_000}).status_code == 422


def test_a_skipped_question_does_not_come_back_today(client: TestClient) -> None:
    reply = client.post("/practice/choice/skip")

    assert reply.headers["location"] == "/practice?done=skipped&about=choice"
    following = client.get("/practice").headers["location"]
    assert following != "/practice/choice"


def test_what_was_done_is_said_on_the_page_after_the_redirects(client: TestClient) -> None:
    reply = client.get("/practice?done=skipped&about=choice")

    assert reply.headers["location"].endswith("?done=skipped&about=choice")
    assert "Put off until tomorrow." in client.get(reply.headers["location"]).text


def test_no_link_can_put_words_into_a_page(client: TestClient) -> None:
    assert "pay-me" not in re.sub(r'value="[^"]*"', "", client.get("/?done=pay-me").text)


def test_a_suspended_question_stays_away_until_it_is_resumed(client: TestClient) -> None:
    client.post("/practice/choice/suspend", data={"on": "1"})
    assert client.get("/practice").headers["location"] != "/practice/choice"
    assert "Resume" in client.get("/questions/choice").text

    reply = client.post("/practice/choice/suspend", data={"on": "0"})

    assert reply.headers["location"] == "/questions/choice"
    assert client.get("/practice").headers["location"] == "/practice/choice"


def test_an_answer_can_be_taken_back(client: TestClient) -> None:
    attempt = answered(client, "choice", choice="b")

    reply = client.post("/practice/undo", data={"attempt_id": attempt})

    assert reply.headers["location"] == "/practice/choice?done=undone"
    assert "taken back" in client.get("/questions/choice").text
    assert "does not count" in client.get(f"/practice/choice/{attempt}").text


def offers_undo(client: TestClient, path: str) -> bool:
    text = client.get(path).text
    return 'action="/practice/undo"' in text


def test_taking_back_is_offered_where_it_takes_back_what_one_looks_at(client: TestClient) -> None:
    assert not offers_undo(client, "/practice/choice")
    earlier = answered(client, "claim", choice="t")
    latest = answered(client, "choice", choice="b")

    assert offers_undo(client, f"/practice/choice/{latest}")
    assert offers_undo(client, "/practice/several")
    assert not offers_undo(client, f"/practice/claim/{earlier}")


def test_what_was_taken_back_is_not_offered_again(client: TestClient) -> None:
    attempt = answered(client, "choice", choice="b")

    client.post("/practice/undo", data={"attempt_id": attempt})

    assert not offers_undo(client, f"/practice/choice/{attempt}")
    assert not offers_undo(client, "/practice/choice")


def test_undoing_the_same_answer_twice_takes_back_one(client: TestClient) -> None:
    answered(client, "claim", choice="t")
    attempt = answered(client, "choice", choice="b")

    client.post("/practice/undo", data={"attempt_id": attempt})
    client.post("/practice/undo", data={"attempt_id": attempt})

    assert "taken back" not in client.get("/questions/claim").text


def test_with_nothing_to_take_back_a_notice_says_so(client: TestClient) -> None:
    reply = client.post("/practice/undo")

    assert reply.status_code == 409
    assert "no answer to take back" in reply.text


@pytest.mark.parametrize("verb", ["flag", "note", "skip", "suspend", "answer", "redraw"])
def test_a_question_that_does_not_exist_cannot_be_touched(client: TestClient, verb: str) -> None:
    form = {"client_id": "12345678", "version": "0", "revision": "x", "variant": "0"}

    reply = client.post(f"/practice/nothing/{verb}", data=form | {"shown_ms": "0", "hints": "0"})

    assert reply.status_code == 404


def test_marks_belong_to_one_learner(site: Site, client: TestClient) -> None:
    client.post("/practice/choice/note", data={"text": "private thought"})
    client.post("/practice/choice/flag", data={"on": "1"})

    other = site.sign_in("eve@example.org").get("/questions/choice").text

    assert "private thought" not in other
    assert 'aria-pressed="true"' not in other
