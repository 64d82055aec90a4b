"""Browsing, searching, one question in detail, its figures, the record."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import HTMX, Site, answered, flat
from tests.web.nine_kinds import KINDS, everything, right


def slugs(text: str) -> list[str]:
    return re.findall(r'class="title" href="/questions/([a-z-]+)"', text)


def test_the_list_shows_every_question_in_curriculum_order(client: TestClient) -> None:
    found = slugs(client.get("/questions").text)

    assert len(found) == len(everything())
    assert found[-1] == "pooled"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "cloze"}, {"gaps"}),
        ({"track": "convolution"}, {"pooled"}),
        ({"track": "normalisation", "topic": "bn-computation"}, {"next-one"}),
        ({"difficulty": "3"}, {"next-one"}),
        ({"status": "suspended"}, set()),
        ({"difficulty": "x", "kind": "order"}, {"steps"}),
        ({"q": "Title 7"}, {"steps"}),
    ],
    ids=str,
)
def test_filters_stand_in_the_address(
    client: TestClient, query: dict[str, str], expected: set[str]
) -> None:
    assert set(slugs(client.get("/questions", params=query).text)) == expected


def test_two_chinese_characters_are_enough_to_search(client: TestClient) -> None:
    assert "pooled" in slugs(client.get("/questions", params={"q": "卷积"}).text)


def test_what_was_searched_stays_in_the_field(client: TestClient) -> None:
    text = client.get("/questions", params={"q": '"><script>', "kind": "order"}).text

    assert 'value="&#34;&gt;&lt;script&gt;"' in text
    assert '<input type="hidden" name="kind" value="order">' in text
    assert "<script>" not in text.partition("<main")[2]


def test_searching_while_typing_swaps_the_list_alone(client: TestClient) -> None:
    reply = client.get("/questions", params={"q": "Title"}, headers=HTMX)

    assert reply.text.lstrip().startswith('<div id="list"')
    assert "<html" not in reply.text


def test_going_back_in_history_gets_a_page(client: TestClient) -> None:
    headers = HTMX | {"HX-History-Restore-Request": "true"}

    assert "<html" in client.get("/questions", headers=headers).text


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", ""])
def test_a_page_number_out_of_range_is_no_error(client: TestClient, page: str) -> None:
    assert client.get("/questions", params={"page": page}).status_code == 200


def test_the_last_answer_wrong_is_a_filter(client: TestClient) -> None:
    answered(client, "claim", choice="f")
    answered(client, "choice", choice="a")

    assert slugs(client.get("/questions", params={"status": "wrong"}).text) == ["claim"]


@pytest.mark.parametrize("slug", KINDS)
def test_a_question_in_detail_does_not_tell_its_answer(client: TestClient, slug: str) -> None:
    page = client.get(f"/questions/{slug}")

    assert page.status_code == 200
    assert f'href="/practice/{slug}"' in page.text
    assert "because" not in page.text


@pytest.mark.parametrize("path", ["/questions/nothing", "/practice/nothing", "/questions/Ünïcode"])
def test_a_question_that_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    reply = client.get(path)

    assert reply.status_code == 404
    assert "<html" in reply.text


@pytest.mark.parametrize("path", ["/attempts/none", "/attempts/1", "/practice/choice/none"])
def test_an_answer_that_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("slug", KINDS)
def test_an_answer_can_be_looked_at_again(site: Site, client: TestClient, slug: str) -> None:
    index = int(re.search(r'name="variant" value="(\d+)"', client.get(f"/practice/{slug}").text)[1])  # type: ignore[index]
    attempt = answered(client, slug, **right(site.question(slug), index))

    page = client.get(f"/attempts/{attempt}")

    assert page.status_code == 200
    assert "Prompt" in page.text or slug in {"sum", "gaps"}
    assert f'href="/practice/{slug}/{attempt}"' in page.text


def test_the_record_of_a_match_names_the_cards(client: TestClient) -> None:
    attempt = answered(client, "pairs", **{"pair.bn": "ln", "pair.ln": "spare"})

    cells = re.findall(r"<td>([^<]+)</td>", client.get(f"/attempts/{attempt}").text)

    assert cells == ["Card ln.", "Card bn.", "Card spare.", "Card ln."]


def test_the_record_of_an_order_shows_both_orders(client: TestClient) -> None:
    places = {"pos.pray": "1", "pos.mean": "2", "pos.variance": "3", "pos.divide": ""}
    attempt = answered(client, "steps", **places)

    text = client.get(f"/attempts/{attempt}").text

    assert text.index("Hope.") < text.index("Take the mean.")
    assert text.count("Take the mean.") == 2


def test_what_was_typed_is_shown_as_it_was_typed(client: TestClient) -> None:
    attempt = answered(client, "name", answer="**<i>noise</i>**")

    assert "**&lt;i&gt;noise&lt;/i&gt;**" in client.get(f"/attempts/{attempt}").text


@pytest.mark.parametrize("file", ["none.svg", "none.exe", "..%2Ftracks.yaml", "choice.yaml"])
def test_only_declared_figures_are_sent(client: TestClient, file: str) -> None:
    assert client.get(f"/questions/choice/figures/{file}").status_code == 404


def test_a_search_that_finds_nothing_says_what_may_have_been_meant(client: TestClient) -> None:
    page = client.get("/questions?q=titel&kind=single")

    assert "Did you mean" in page.text
    assert 'href="/questions?kind=single&amp;q=title"' in page.text


def test_filter_values_that_do_not_exist_are_left_out_and_named(client: TestClient) -> None:
    page = client.get("/questions?kind=essay&status=dew&difficulty=9&track=nowhere")

    assert page.status_code == 200
    assert "essay" in flat(page.text)
    assert "There is no such filter value" in page.text
    assert page.text.count('class="title"') == client.get("/questions").text.count('class="title"')
