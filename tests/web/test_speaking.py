"""The language of a page with a question on it changes; what was typed stays."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import Site, flat, form_of
from tests.web.nine_kinds import KINDS, UNREADABLE, right


def typed_in(html: str) -> set[tuple[str, str]]:
    """Return the name and value of every field that holds something, the hidden ones apart."""
    found = set()
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        chosen = attributes.get("type") not in {"radio", "checkbox"} or " checked" in tag
        if attributes.get("type") != "hidden" and chosen and attributes.get("value"):
            found.add((attributes.get("name", ""), attributes["value"]))
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html):
        found |= {(name, value) for value in re.findall(r'value="([^"]+)" selected', body)}
    found |= set(re.findall(r'<textarea[^>]*name="(text)"[^>]*>([^<]+)</textarea>', html))
    return {(name, value) for name, value in found if name}


def pairs(fields: dict[str, object]) -> set[tuple[str, str]]:
    return {
        (name, str(value))
        for name, values in fields.items()
        for value in (values if isinstance(values, list | tuple) else [values])
        if str(value).strip()
    }


@pytest.mark.parametrize("slug", KINDS)
def test_the_switch_changes_the_whole_page_and_keeps_the_answer(
    site: Site, client: TestClient, slug: str
) -> None:
    form = form_of(client, slug)
    given = right(site.question(slug), int(form["variant"]))

    reply = client.post(f"/practice/{slug}/speak", data=form | given | {"switch": "zh"})

    text = flat(reply.text)
    assert reply.status_code == 200
    assert '<html lang="zh-CN"' in text
    assert ">提交 " in text
    assert "</svg>练习</a>" in text
    assert typed_in(text) == pairs(given)
    assert f'name="client_id" value="{form["client_id"]}"' in text
    assert f'name="shown_ms" value="{form["shown_ms"]}"' in text


@pytest.mark.parametrize("slug", ["sum", "gaps", "steps"])
def test_the_switch_keeps_what_could_not_be_read(client: TestClient, slug: str) -> None:
    reply = client.post(
        f"/practice/{slug}/speak", data=form_of(client, slug) | UNREADABLE[slug] | {"switch": "zh"}
    )

    assert typed_in(flat(reply.text)) == pairs(UNREADABLE[slug])


def test_the_switch_keeps_the_hints(client: TestClient) -> None:
    reply = client.post(
        "/practice/choice/speak", data=form_of(client, "choice", hints=1) | {"switch": "zh"}
    )

    assert '<div class="hint prose"' in reply.text


def test_the_switch_holds_for_the_pages_after_it(client: TestClient) -> None:
    reply = client.post("/practice/choice/speak", data=form_of(client, "choice") | {"switch": "zh"})

    assert reply.cookies["lang"] == "zh"
    assert '<html lang="zh-CN"' in client.get("/questions").text
    assert '<html lang="zh-CN"' in client.get("/practice/choice").text


@pytest.mark.parametrize("wanted", ["", "fr", "zh en"])
def test_a_language_that_there_is_not_changes_nothing(client: TestClient, wanted: str) -> None:
    reply = client.post(
        "/practice/choice/speak", data=form_of(client, "choice") | {"switch": wanted}
    )

    assert reply.status_code == 422
    assert '<html lang="en"' in client.get("/").text
