"""The coding page with its judge: what is handed in, how the verdict arrives, what it shows."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.settings import ROOT
from tests.browser import axe
from tests.browser.conftest import AXE, admit
from tests.browser.site import Site

SLUG = "batchnorm-backward"
HOME = ROOT / "questions" / "normalisation" / SLUG
RIGHT = (HOME / "reference.py").read_text("utf-8")
WRONG = (HOME / "wrong" / "constant_statistics.py").read_text("utf-8")
ENDLESS = "def bn_backward(dout, x, gamma, eps):\n    while True:\n        pass\n"
BROKEN = "def bn_backward(dout, x, gamma, eps)\n    return dout\n"
RAISING = "def bn_backward(dout, x, gamma, eps):\n    print(x.shape)\n    return x[99]\n"
PURE = "def bn_backward(dout, x, gamma, eps):\n    return dout, gamma, gamma\n"
ANOTHER = "receptive-field-of-a-stack"
JUDGED = re.compile("submission=[0-9]+")


def opened(page: Page, site: Site, slug: str = SLUG, query: str = "") -> Page:
    """Open the page of a question, as soon as there is a judge."""
    for _ in range(60):
        page.goto(f"{site.url}/code/{slug}{query}")
        if page.locator("button[value=submit]").is_enabled():
            break
        page.wait_for_timeout(500)
    expect(page.locator("button[value=submit]")).to_be_enabled()
    return page


@pytest.fixture
def code(fresh: Page, site: Site) -> Page:
    """The page, its editor ready."""
    opened(fresh, site, query="?lang=en")
    expect(fresh.locator(".cm-content")).to_be_visible()
    return fresh


def put(page: Page, source: str) -> None:
    """Write into the editor what one would type; the result shown so far is an old one then."""
    page.evaluate(
        """source => {
          dispatchEvent(new CustomEvent("mianjing:restore", { detail: { source } }));
          document.getElementById("result").dataset.old = "";
        }""",
        source,
    )


def press(page: Page, what: str) -> None:
    """Press one of the buttons that ask the judge."""
    page.click(f"button[name=do][value={what}]")


def verdict(page: Page, code: str) -> None:
    """Wait for a verdict to stand on the page."""
    expect(page.locator("#result:not([data-events], [data-old]) .stamp")).to_have_text(
        code, timeout=20_000
    )


def test_a_wrong_and_a_right_submission_from_one_page(code: Page) -> None:
    put(code, WRONG)
    press(code, "submit")
    verdict(code, "WA")
    expect(code.locator("#judged")).to_be_focused()
    expect(code).to_have_url(JUDGED)
    first = code.url
    expect(code.locator(".heat")).to_be_visible()

    put(code, RIGHT)
    press(code, "submit")
    verdict(code, "AC")

    assert code.url != first
    expect(code.locator(".history li")).to_have_count(2)
    expect(code.locator(".groups tr.ok")).to_have_count(6)
    expect(code.locator("summary", has_text="Reference solution")).to_be_visible()
    code.reload()
    verdict(code, "AC")


def test_whoever_goes_on_typing_keeps_the_focus(code: Page) -> None:
    put(code, PURE)
    code.locator(".cm-content").focus()
    code.keyboard.press("Control+Enter")
    verdict(code, "WA")

    expect(code.locator(".cm-content")).to_be_focused()
    expect(code.locator("#live")).to_contain_text("Wrong answer")


def test_a_verdict_that_takes_its_time_arrives_by_itself(code: Page) -> None:
    put(code, ENDLESS)
    press(code, "submit")

    expect(code.locator("#result[data-events] .busy")).to_be_visible()
    expect(code.locator("button[value=submit]")).to_be_enabled()
    verdict(code, "TLE")
    expect(code.locator(".busy")).to_be_hidden()


@pytest.mark.parametrize("hidden", ["**/events", "**/submissions/*"])
def test_one_way_to_the_verdict_is_enough(code: Page, hidden: str) -> None:
    tries: list[str] = []

    def block(route: Route) -> None:
        tries.append(route.request.url)
        route.abort()

    code.route(hidden, block)
    put(code, ENDLESS)
    press(code, "submit")
    expect(code.locator("#result[data-events]")).to_be_visible()
    if hidden == "**/submissions/*":
        expect(code.locator("#offline")).to_be_visible()
        code.unroute(hidden)

    verdict(code, "TLE")
    expect(code.locator("#offline")).to_have_count(0)
    assert tries


def test_samples_and_an_input_of_ones_own(code: Page) -> None:
    put(code, RIGHT)
    press(code, "run")
    verdict(code, "AC")
    expect(code.locator("#judged")).to_contain_text("The samples are right")
    expect(code.locator(".cases summary.ok")).to_have_count(2)

    code.click(".own summary")
    code.fill("#arguments", "(np.ones((2, 3)), np.eye(3)[:2], np.ones(3), 0.5)")
    put(code, PURE)
    press(code, "try")
    verdict(code, "WA")
    expect(code.locator(".cases .values .got")).to_contain_text("array")

    code.fill("#arguments", "(np.ones(")
    press(code, "try")
    expect(code.locator("#judged")).to_have_text("Your input cannot be used")
    assert code.locator(".history").count() == 0


def test_a_hint_leaves_the_code_alone_and_is_counted(code: Page) -> None:
    put(code, PURE)
    code.locator("h1").click()
    code.keyboard.press("h")

    expect(code.locator(".hint")).to_have_count(1)
    expect(code.locator("#hints .label")).to_be_focused()
    assert code.input_value("input[name=hints]") == "1"
    assert code.input_value("#source") == PURE


def test_an_old_submission_comes_back_into_the_editor(code: Page) -> None:
    put(code, PURE)
    press(code, "submit")
    verdict(code, "WA")
    put(code, BROKEN)
    press(code, "submit")
    verdict(code, "CE")

    code.click("summary:has-text('2 submissions')")
    code.click(".history li:last-child a")
    expect(code.get_by_role("heading", name="Changes to the starter")).to_be_visible()
    code.get_by_role("button", name="Restore into the editor").click()

    expect(code.get_by_text("The code of that submission is in the editor.")).to_be_visible()
    expect(code.locator("#source")).to_have_value(PURE)
    code.get_by_role("button", name="Bring back my earlier code").click()
    expect(code.locator("#source")).to_have_value(BROKEN)


def test_giving_up_asks_first_and_shows_the_solution(code: Page) -> None:
    expect(code.locator("button[value=reveal]")).to_be_hidden()
    put(code, PURE)
    code.click("summary:has-text('Give up')")
    press(code, "reveal")

    expect(code.get_by_text("You gave up and saw the solution.")).to_be_visible()
    expect(code.locator("summary", has_text="Reference solution")).to_be_visible()
    expect(code.locator("#source")).to_have_value(PURE)


def test_without_javascript_everything_is_there(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = admit(context, site, site.enrol("no-script@example.org"))
    opened(page, site)
    for source, code in ((ENDLESS, "TLE"), (RIGHT, "AC")):
        page.fill("#source", source)
        press(page, "submit")
        if code == "TLE":  # it takes longer than we wait, and the page asks for itself again
            expect(page.locator("#source")).to_be_hidden()
            expect(page.locator(".notice.nojs")).to_be_visible()
        verdict(page, code)
        expect(page.locator("#source")).to_be_visible()

    press(page, "hint")
    expect(page.locator(".hint")).to_have_count(1)
    press(page, "reset")
    expect(page.locator("#source")).to_have_value(re.compile("NotImplementedError"))
    press(page, "undo")
    expect(page.locator("#source")).to_have_value(RIGHT.rstrip("\n") + "\n")
    context.close()


@pytest.fixture(params=["zh", "en"])
def inspected(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """The page of a learner of this test's own, with axe inside."""
    context = axe.open_context(browser, request.param)
    page = admit(context, site, site.enrol(f"inspected-{request.param}@example.org"))
    page.goto(f"{site.url}/?lang={request.param}")
    yield page
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
def test_no_state_of_the_page_has_a_fault(inspected: Page, site: Site) -> None:
    page, both = inspected, (axe.DESK, axe.PHONE)
    opened(page, site)
    expect(page.locator(".cm-content")).to_be_visible()
    for summary in page.locator("details > summary").all():
        summary.click()
    page.click("#more-hints")
    expect(page.locator(".hint")).to_have_count(1)
    found = axe.faults(page, *both)
    for source, what, code in (
        (WRONG, "run", "WA"),
        (WRONG, "submit", "WA"),
        (BROKEN, "submit", "CE"),
        (RAISING, "submit", "RE"),
        (RIGHT, "submit", "AC"),
    ):
        put(page, source)
        press(page, what)
        verdict(page, code)
        found += axe.faults(page, *both)
    page.locator("details:has(.history)").evaluate("one => { one.open = true; }")
    found += axe.faults(page, *both)
    links = page.locator(".history a").evaluate_all("all => all.map(one => one.href)")
    for address in links[:2]:
        page.goto(address)
        found += axe.faults(page, *both)
    opened(page, site, ANOTHER)
    page.locator("details:has([value=reveal])").evaluate("one => { one.open = true; }")
    press(page, "reveal")
    expect(page.locator("#result .hl").first).to_be_visible()
    found += axe.faults(page, *both)
    page.goto(f"{site.url}/questions/{ANOTHER}")
    page.click("a[href*='/attempts/']")
    found += axe.faults(page, *both)

    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
