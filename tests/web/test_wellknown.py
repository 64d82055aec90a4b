"""What programs ask of every site: HEAD, the icon, robots.txt."""

import re

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from tests.loops import run
from tests.web.conftest import Site, answered

PAGES = (
    "/",
    "/login",
    "/setup",
    "/register",
    "/practice",
    "/practice/choice",
    "/practice/choice/1",
    "/questions",
    "/questions/choice",
    "/attempts/1",
    "/progress",
    "/account",
    "/admin",
    "/admin/bank",
    "/api/v1/docs",
    "/favicon.ico",
    "/robots.txt",
    "/healthz",
    "/nothing",
)


@pytest.mark.parametrize("path", PAGES)
def test_head_is_get_without_the_body(site: Site, path: str) -> None:
    admin = site.sign_in("root@example.org", "admin")
    answered(admin, "choice", choice="a")

    get, head = admin.get(path), admin.head(path)

    assert head.status_code == get.status_code
    assert head.content == b""
    assert set(head.headers) == set(get.headers)
    for name in ("content-type", "cache-control", "location"):
        assert head.headers.get(name) == get.headers.get(name)


def test_no_byte_of_the_body_leaves(site: Site) -> None:
    # Asked without a client: every client drops what follows the headers of a HEAD.
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"testserver")]
    scope = {"type": "http", "method": "HEAD", "path": "/robots.txt", "headers": headers}
    rest = {"query_string": b"", "scheme": "http", "server": ("testserver", 80), "root_path": ""}
    run(site.app({**scope, **rest}, receive, send))

    assert sent[0]["status"] == 200
    assert b"".join(message.get("body", b"") for message in sent[1:]) == b""


@pytest.mark.parametrize("path", ["/logout", "/account/preferences", "/practice/undo"])
def test_head_reaches_nothing_that_changes_something(client: TestClient, path: str) -> None:
    assert client.head(path).status_code in {404, 405}
    assert client.get("/account").status_code == 200


def test_the_icon_is_found_where_browsers_guess_it(site: Site) -> None:
    browser = site.visit()

    reply = browser.get("/favicon.ico")
    icon = browser.get(reply.headers["location"])

    assert reply.status_code == 301
    assert icon.status_code == 200
    assert icon.headers["content-type"] == "image/svg+xml"
    linked = re.search(r'<link rel="icon" href="([^"]+)"', browser.get("/").text)
    assert linked is not None
    assert linked[1].endswith(reply.headers["location"])


def test_search_engines_are_shown_the_front_page_only(site: Site) -> None:
    reply = site.visit().get("/robots.txt")

    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.text.splitlines() == ["User-agent: *", "Allow: /$", "Disallow: /"]
