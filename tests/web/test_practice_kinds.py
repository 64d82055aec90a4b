"""Each kind of question: shown, answered with htmx and without, sent back when unreadable."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import HTMX, Site, answered, flat, form_of
from tests.web.nine_kinds import KINDS, UNREADABLE, right

kinds = pytest.mark.parametrize("slug", KINDS)


@kinds
def test_a_question_is_shown_without_its_key_or_explanation(client: TestClient, slug: str) -> None:
    page = client.get(f"/practice/{slug}").text

    assert "<html" in page
    assert "because" not in page
    assert "Why a" not in page


def verdict(slug: str) -> str:
    """Return the heading over a right answer; an open one is for the learner to judge."""
    return "Suggested: " if slug == "essay" else ">Correct</h2>"


@kinds
def test_a_right_answer_swaps_only_the_desk(site: Site, client: TestClient, slug: str) -> None:
    form = form_of(client, slug)
    answer = right(site.question(slug), int(form["variant"]))

    reply = client.post(f"/practice/{slug}/answer", data=form | answer, headers=HTMX)

    assert reply.status_code == 200
    assert reply.text.lstrip().startswith('<div id="desk">')
    assert "<html" not in reply.text
    assert verdict(slug) in reply.text
    assert re.fullmatch(rf"/practice/{slug}/\d+", reply.headers["HX-Replace-Url"])


@kinds
def test_without_javascript_the_same_form_leads_to_a_page(
    site: Site, client: TestClient, slug: str
) -> None:
    form = form_of(client, slug)
    answer = right(site.question(slug), int(form["variant"]))

    reply = client.post(f"/practice/{slug}/answer", data=form | answer)
    page = client.get(reply.headers["location"])

    assert reply.status_code == 303
    assert page.status_code == 200
    assert "<html" in page.text
    assert verdict(slug) in page.text


@kinds
def test_an_unreadable_answer_comes_back_as_it_was_typed_and_leaves_no_trace(
    client: TestClient, slug: str
) -> None:
    form = form_of(client, slug)

    reply = client.post(f"/practice/{slug}/answer", data=form | UNREADABLE[slug], headers=HTMX)

    assert reply.status_code == 422
    assert reply.text.lstrip().startswith('<div id="desk">')
    assert form["client_id"] in reply.text
    assert "notice warn" in reply.text
    assert 'class="results"' not in client.get(f"/questions/{slug}").text


def test_what_was_typed_into_a_field_is_typed_there_again(client: TestClient) -> None:
    form = form_of(client, "gaps")

    reply = client.post("/practice/gaps/answer", data=form | UNREADABLE["gaps"])

    text = flat(reply.text)
    assert "<html" in text
    assert '<option value="layer" selected>' in text
    assert 'name="gap.size" value="vier"' in text
    assert 'name="gap.name" value="noise"' in text


def test_the_cards_of_a_match_do_not_say_where_they_belong(client: TestClient) -> None:
    page = client.get("/practice/pairs").text

    assert '<option value="bn"' not in page
    assert '<option value="ln"' not in page


def test_a_wrong_choice_is_named_and_explained(client: TestClient) -> None:
    form = form_of(client, "choice")

    text = client.post("/practice/choice/answer", data=form | {"choice": "b"}, headers=HTMX).text

    assert ">Not quite</h2>" in text
    assert "Why b." in text
    assert "Your choice" in text
    assert "Correct answer" in text
    assert "The note errs." in text


def test_what_was_missed_leads_to_further_questions(client: TestClient) -> None:
    form = form_of(client, "choice")

    text = client.post("/practice/choice/answer", data=form | {"choice": "b"}, headers=HTMX).text

    assert '<a href="/practice/next-one">' in text
    assert "And why." in text
    assert "Because." in text


def test_a_known_mistake_in_a_gap_is_recognised(client: TestClient) -> None:
    form = form_of(client, "gaps")
    typed = {"gap.axis": "batch", "gap.size": "4", "gap.name": "DropConnect"}

    text = client.post("/practice/gaps/answer", data=form | typed, headers=HTMX).text

    assert "Partly right: 67%" in text
    assert "That drops weights." in text


def test_the_learner_decides_which_points_an_open_answer_made(client: TestClient) -> None:
    attempt = answered(client, "essay", text="Something else")

    reply = client.post(
        f"/answers/{attempt}/assessment", data={"points": ["mean", "variance"]}, headers=HTMX
    )

    assert reply.status_code == 200
    assert reply.text.lstrip().startswith('<div id="desk">')
    assert ">Correct</h2>" in reply.text
    assert "As you judged." in reply.text


def test_points_can_be_ticked_without_javascript(client: TestClient) -> None:
    attempt = answered(client, "essay", text="Something else")

    reply = client.post(f"/answers/{attempt}/assessment", data={"points": "mean"})
    page = client.get(reply.headers["location"]).text

    assert reply.status_code == 303
    assert "Saved." in page
    assert re.search(r'value="mean" checked', page)


def essay(client: TestClient, attempt: int) -> str:
    return flat(client.get(f"/practice/essay/{attempt}").text)


def test_ticks_come_along_to_the_next_question(client: TestClient) -> None:
    attempt = answered(client, "essay", text="Something else")
    assert re.search(r'<button[^>]* form="points" name="then" value="next"', essay(client, attempt))

    reply = client.post(f"/answers/{attempt}/assessment", data={"then": "next", "points": "mean"})

    assert (reply.status_code, reply.headers["location"]) == (303, "/practice")
    page = essay(client, attempt)
    assert "As you judged." in page
    assert re.search(r'value="mean" checked', page)


@pytest.mark.parametrize("then", [{"then": "next"}, {"rating": "3", "judged": "1"}], ids=str)
def test_a_suggestion_that_was_left_alone_stays_one(
    client: TestClient, then: dict[str, str]
) -> None:
    attempt = answered(client, "essay", text="The mean")
    path = "assessment" if "then" in then else "rating"

    reply = client.post(f"/answers/{attempt}/{path}", data=then | {"points": "mean"})

    assert reply.headers["location"] == "/practice"
    assert "Suggested from your words." in essay(client, attempt)


def test_ticks_come_along_with_a_rating(client: TestClient) -> None:
    attempt = answered(client, "essay", text="The mean")
    assert re.search(
        rf'form="points" formaction="/answers/{attempt}/rating"', essay(client, attempt)
    )

    data = {"rating": "4", "judged": "1", "points": ["mean", "variance"]}
    reply = client.post(f"/answers/{attempt}/rating", data=data)

    assert reply.headers["location"] == "/practice"
    page = essay(client, attempt)
    assert "As you judged." in page
    assert re.search(r'class="btn chosen"[^>]* value="4"', page)


def test_a_rating_that_the_ticks_beside_it_rule_out_is_asked_for_again(client: TestClient) -> None:
    attempt = answered(client, "essay", text="The mean")

    reply = client.post(f"/answers/{attempt}/rating", data={"rating": "4", "judged": "1"})

    assert reply.headers["location"] == f"/practice/essay/{attempt}?done=saved"
    page = essay(client, attempt)
    assert "As you judged." in page
    assert re.search(r'class="btn chosen"[^>]* value="1"', page)


def test_a_formula_is_shown_as_mathml(client: TestClient) -> None:
    assert "<math" in client.get("/practice/steps").text
