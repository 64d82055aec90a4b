"""Every page, in both languages: nothing the content policy forbids, sound structure, size."""

import gzip
from collections import Counter
from html.parser import HTMLParser

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.web.routes import ROUTERS
from tests.browser.pages import ADMIN_PAGES, LEARNER_PAGES, SIGNED_OUT, VISITED_OTHERWISE
from tests.web.conftest import HTMX, Site, answered, form_of
from tests.web.nine_kinds import KINDS, UNREADABLE, right

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
LIMIT_HTML = 30 * 1024
LIMIT_NODES = 1500


class Inspector(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.open: list[str] = []
        self.nodes = 0
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.nodes += 1
        self.faults += forbidden(tag, given)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.fields.append({**given, "inside": "label" if "label" in self.open else None})
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def found(self) -> list[str]:
        doubled = [f"id {name} twice" for name, count in self.ids.items() if count > 1]
        nameless = [
            f"field {field.get('name')} without a label"
            for field in self.fields
            if not (
                field.get("aria-label") or field["inside"] or str(field.get("id")) in self.labels
            )
        ]
        left = [f"<{tag}> never closed" for tag in self.open]
        return [*self.faults, *doubled, *nameless, *left]


def forbidden(tag: str, given: dict[str, str | None]) -> list[str]:
    """Return what the content policy would block, and pictures without words."""
    faults = [
        f"<{tag} {name}={value}>"
        for name, value in given.items()
        if name == "style"
        or name.startswith(("on", "hx-on"))
        or (value or "").strip().startswith(("javascript:", "js:"))
    ]
    if tag == "style" or (tag == "script" and not given.get("src")):
        faults.append(f"inline <{tag}>")
    if tag == "img" and "alt" not in given:
        faults.append("<img> without alt")
    return faults


def inspect(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


PAGES = (
    "/",
    "/practice/choice?hints=1",
    "/questions",
    "/questions?kind=single&q=Title",
    "/questions?q=zzz",
    "/progress",
    "/glossary",
    "/account",
    "/admin",
    "/admin/bank",
    "/nothing",
    *(f"/practice/{slug}" for slug in KINDS),
    *(f"/questions/{slug}" for slug in KINDS),
)


def test_every_page_is_visited_by_the_browser_tests() -> None:
    visited = {
        address.partition("?")[0]
        for address in (*SIGNED_OUT, *LEARNER_PAGES, *ADMIN_PAGES, *VISITED_OTHERWISE)
    }
    pages = [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    ]

    assert [p.path for p in pages if not any(p.path_regex.match(at) for at in visited)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(site: Site, path: str, lang: str) -> None:
    admin = site.sign_in("root@example.org", "admin")
    admin.post("/display", data={"lang": lang})

    page = inspect(admin.get(path).text)

    assert page.found() == []
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1


@pytest.mark.parametrize("path", ["/", "/login", "/setup", "/setup?token=x", "/register"])
def test_pages_for_strangers_are_sound(site: Site, path: str) -> None:
    page = inspect(site.visit().get(path).text)

    assert page.found() == []
    assert page.headings[0] == 1


@pytest.mark.parametrize("slug", KINDS)
def test_feedback_is_sound(site: Site, client: TestClient, slug: str) -> None:
    form = form_of(client, slug)
    answer = right(site.question(slug), int(form["variant"]))
    reply = client.post(f"/practice/{slug}/answer", data=form | answer)
    path = reply.headers["location"]

    assert inspect(client.get(path).text).found() == []
    assert inspect(client.get(path, headers=HTMX).text).found() == []
    assert inspect(client.get(f"/attempts/{path.rpartition('/')[2]}").text).found() == []


@pytest.mark.parametrize("slug", KINDS)
def test_a_question_that_came_back_is_sound(client: TestClient, slug: str) -> None:
    form = form_of(client, slug)

    reply = client.post(f"/practice/{slug}/answer", data=form | UNREADABLE[slug])

    assert inspect(reply.text).found() == []


def test_swap_units_have_one_root_with_their_id(client: TestClient) -> None:
    units = {
        "desk": client.get("/practice/choice", headers=HTMX).text,
        "list": client.get("/questions", headers=HTMX).text,
        "flag": client.post("/practice/choice/flag", data={"on": "1"}, headers=HTMX).text,
        "note": client.post("/practice/choice/note", data={"text": "x"}, headers=HTMX).text,
        "sample": client.post("/sample", data={"choice": "a"}, headers=HTMX).text,
    }

    for name, html in units.items():
        assert inspect(html).ids[name] == 1, name
        assert f'id="{name}"' in html.lstrip()[:80], name


def test_pages_stay_within_their_budget(client: TestClient) -> None:
    answered(client, "choice", choice="b")

    for path in ("/", "/questions", "/practice/sum", "/practice/choice/1", "/progress"):
        html = client.get(path).text
        assert len(gzip.compress(html.encode(), 5)) <= LIMIT_HTML, path
        assert inspect(html).nodes <= LIMIT_NODES, path


def test_the_front_page_has_a_question_that_anybody_can_answer(site: Site) -> None:
    browser = site.visit()
    assert 'action="/sample"' in browser.get("/").text

    wrong = browser.post("/sample", data={"choice": "b"})
    fragment = browser.post("/sample", data={"choice": "a"}, headers=HTMX)
    nothing = browser.post("/sample", data={})

    assert wrong.status_code == 200
    assert "<html" in wrong.text
    assert "Why b." in wrong.text
    assert ">Correct</h2>" in fragment.text
    assert nothing.status_code == 422
    assert 'action="/sample"' in nothing.text


def test_the_dashboard_of_a_new_learner_has_one_thing_to_do(client: TestClient) -> None:
    page = client.get("/").text

    assert "Start practising" in page
    assert "Answer a few questions" in page
    assert 'aria-label="No review is due in the next 14 days"' in page


def test_the_dashboard_tells_what_was_done(client: TestClient) -> None:
    answered(client, "choice", choice="a")
    answered(client, "claim", choice="f")

    page = client.get("/").text

    assert 'aria-label="Calendar of 46 weeks: 2 answers, 2 today"' in page
    assert "50%" in page
    assert "Concepts" in page
    assert "Undo last answer" in page
