"""The same questions of every route: anonymous, wrong method, malformed or missing id."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.web.routes import ROUTERS
from tests.web.conftest import HTMX, Site, flat

PRIVATE = [
    ("GET", "/practice"),
    ("GET", "/practice/choice"),
    ("GET", "/practice/choice/1"),
    ("POST", "/practice/choice/redraw"),
    ("GET", "/practice/choice/redraw"),
    ("POST", "/practice/choice/speak"),
    ("GET", "/practice/choice/speak"),
    ("POST", "/practice/choice/answer"),
    ("GET", "/practice/choice/answer"),
    ("POST", "/practice/choice/skip"),
    ("POST", "/practice/choice/suspend"),
    ("POST", "/practice/choice/flag"),
    ("POST", "/practice/choice/note"),
    ("POST", "/practice/undo"),
    ("POST", "/answers/1/rating"),
    ("POST", "/answers/1/assessment"),
    ("GET", "/questions"),
    ("GET", "/questions/choice"),
    ("GET", "/questions/choice/figures/a.svg"),
    ("GET", "/attempts/1"),
    ("GET", "/code/double"),
    ("POST", "/code/double"),
    ("GET", "/code/double/hints"),
    ("GET", "/submissions/1"),
    ("GET", "/submissions/1/events"),
    ("GET", "/progress"),
    ("GET", "/account"),
    ("POST", "/account/preferences"),
    ("POST", "/account/password"),
    ("POST", "/account/tokens"),
    ("POST", "/account/tokens/1/revoke"),
    ("POST", "/account/sessions/1/revoke"),
    ("POST", "/account/sessions/others/revoke"),
    ("GET", "/admin"),
    ("GET", "/admin/bank"),
    ("POST", "/admin/roles"),
    ("POST", "/admin/registration"),
    ("POST", "/admin/bank/reload"),
]
BY_SCRIPT = [("POST", "/code/double/draft")]
"""Private as well, but what asks is a script that reads the status and stays on its page."""
PUBLIC = ["/", "/login", "/setup", "/glossary"]
OPEN = [
    *(("GET", path) for path in PUBLIC),
    ("POST", "/sample"),
    ("POST", "/display"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("POST", "/setup"),
    ("GET", "/register"),
    ("POST", "/register"),
]
"""Doors that strangers may try; what becomes of that: test_auth.py, test_pages.py."""


def test_every_door_is_tried() -> None:
    tried = [*PRIVATE, *BY_SCRIPT, *OPEN]
    untried = [
        f"{method} {route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
        if not any(by == method and route.path_regex.match(path) for by, path in tried)
    ]

    assert untried == [], "add them to PRIVATE, or to PUBLIC or OPEN"


@pytest.mark.parametrize(("method", "path"), PRIVATE)
def test_strangers_are_asked_to_sign_in(site: Site, method: str, path: str) -> None:
    reply = site.visit().request(method, path)

    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/login?next=%2F")


@pytest.mark.parametrize(("method", "path"), BY_SCRIPT)
def test_scripts_of_strangers_are_refused(site: Site, method: str, path: str) -> None:
    assert site.visit().request(method, path).status_code == 401


@pytest.mark.parametrize(("method", "path"), PRIVATE)
def test_a_session_that_ended_takes_an_htmx_request_to_the_sign_in_page(
    site: Site, method: str, path: str
) -> None:
    reply = site.visit().request(method, path, headers=HTMX)

    assert reply.status_code == 401
    if method == "GET":
        assert reply.headers["HX-Redirect"].startswith("/login")
    else:  # what was typed into the page stays on it
        assert "HX-Redirect" not in reply.headers
        assert reply.headers["HX-Retarget"] == "#notice"
        assert 'href="/login?next=%2F" target="_blank"' in reply.text


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/practice/choice?hints=1", "/practice/choice?hints=1"),
        ("http://evil.example//evil.example/x", "/"),
        ("http://evil.example", "/"),
        ("/\\\\evil.example", "/"),
        ("http://[::1", "/"),
        ("nonsense", "/"),
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["fragment", "page"])
def test_after_signing_in_a_form_leads_back_to_the_page_that_it_stood_on(
    site: Site, headers: dict[str, str], referer: str, target: str
) -> None:
    reply = site.visit().post("/practice/choice/answer", headers=headers | {"Referer": referer})

    found = reply.headers.get("location") or reply.text.partition('href="')[2].partition('"')[0]
    assert found == "/login?" + urlencode({"next": target})


@pytest.mark.parametrize("form", ["answer", "redraw", "speak"])
def test_the_address_of_a_form_leads_to_its_question(client: TestClient, form: str) -> None:
    reply = client.get(f"/practice/choice/{form}")

    assert (reply.status_code, reply.headers["location"]) == (303, "/practice/choice")


@pytest.mark.parametrize("path", PUBLIC)
def test_strangers_are_welcome(site: Site, path: str) -> None:
    assert site.visit().get(path).status_code == 200


@pytest.mark.parametrize(("method", "path"), PRIVATE)
def test_other_methods_are_refused(client: TestClient, method: str, path: str) -> None:
    other = "DELETE" if method == "GET" else "PUT"

    assert client.request(other, path).status_code == 405


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/answers/x/rating"),
        ("POST", "/answers/x/assessment"),
        ("POST", "/answers/999/rating"),
        ("POST", "/answers/999/assessment"),
        ("POST", "/account/tokens/x/revoke"),
        ("POST", "/account/tokens/999/revoke"),
        ("POST", "/account/sessions/x/revoke"),
        ("POST", "/account/sessions/999/revoke"),
        ("GET", "/attempts/x"),
        ("GET", "/attempts/999"),
        ("GET", "/attempts/" + "9" * 30),
        ("GET", "/practice/choice/x"),
        ("GET", "/practice/choice/999"),
        ("GET", "/nothing"),
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, method: str, path: str) -> None:
    data = {"rating": "3"} if method == "POST" else None

    reply = client.request(method, path, data=data)

    assert reply.status_code == 404
    assert "<html" in reply.text
    assert 'href="/practice"' in reply.text


def test_a_refusal_is_said_above_the_page_to_htmx(client: TestClient) -> None:
    reply = client.post("/answers/999/rating", data={"rating": "3"}, headers=HTMX)

    assert reply.status_code == 404
    assert reply.headers["HX-Retarget"] == "#notice"
    assert flat(reply.text).startswith('<div class="notice bad" role="alert">')


def test_a_failure_of_ours_is_said_without_its_reasons(site: Site) -> None:
    def broken() -> int:
        raise RuntimeError("secret detail")

    from app.web import clock  # noqa: PLC0415  only here

    site.app.dependency_overrides[clock.now_ms] = broken
    browser = TestClient(site.app, raise_server_exceptions=False)

    reply = browser.get("/", headers={"Accept-Language": "en"})

    assert reply.status_code == 500
    assert "Something went wrong on our side" in reply.text
    assert "secret detail" not in reply.text


def test_too_much_at_once_is_refused(client: TestClient) -> None:
    def lines(size: int) -> Iterator[bytes]:
        """Send a body whose length nobody is told."""
        yield b"text="
        for _ in range(size // 1000):
            yield b"x" * 1000

    note = "/practice/choice/note"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for reply in (
        client.post(note, data={"text": "x" * 2_000_000}),
        client.post(note, content=lines(2_000_000), headers=form),
    ):
        assert reply.status_code == 413
        assert "too much to send at once" in reply.text
        assert "<h1" in reply.text
    assert client.post(note, content=lines(10_000), headers=form).status_code != 413
    problem = client.post("/api/v1/submissions", json={"source": "x" * 2_000_000})
    assert problem.headers["Content-Type"] == "application/problem+json"
