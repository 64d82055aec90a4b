"""An open answer is long and its points are ticked by hand: neither is lost by a slip."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect

from tests.browser.conftest import admit
from tests.browser.site import PASSWORD, Site

OPEN = "bn-why-affine"
OTHER = "bn-as-preprocessing"


def write(page: Page, site: Site, text: str = "half an answer") -> None:
    """Open the question and write an answer, without handing it in."""
    page.goto(f"{site.url}/practice/{OPEN}?lang=en")
    page.wait_for_selector("form#ask[data-htmx-powered]")
    page.focus("#text")
    page.keyboard.type(text)


@pytest.fixture
def answered(fresh: Page, site: Site) -> Page:
    """The page with the points to tick, none of them suggested."""
    write(fresh, site, "nothing that counts")
    fresh.keyboard.press("Control+Enter")
    expect(fresh.locator("#verdict")).to_be_focused()
    expect(points(fresh)).to_have_count(0)
    return fresh


def points(page: Page) -> Locator:
    return page.locator("#points input:checked")


def test_space_ticks_a_point_and_the_tick_is_kept(answered: Page) -> None:
    address = answered.url
    first = answered.locator("#points [type=checkbox]").first

    first.focus()
    answered.keyboard.press("Space")

    expect(answered.locator("#points")).to_contain_text("As you judged.")
    expect(first).to_be_checked()
    expect(first).to_be_focused()
    expect(answered).to_have_url(address)
    answered.reload()
    expect(first).to_be_checked()


def test_every_tick_is_kept_without_being_saved_by_hand(answered: Page) -> None:
    address = answered.url
    boxes = answered.locator("#points [type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).click()

    answered.keyboard.press("Enter")
    answered.wait_for_url(re.compile(rf"/practice/(?!{OPEN})"))

    answered.goto(address)
    expect(points(answered)).to_have_count(boxes.count())
    expect(answered.locator(".verdict.ok")).to_be_visible()


def test_the_verdict_follows_the_ticks_and_the_page_stays_where_it_is(answered: Page) -> None:
    answered.set_viewport_size({"width": 900, "height": 420})
    box = answered.locator("#points [type=checkbox]").first
    box.scroll_into_view_if_needed()

    box.click()

    expect(answered.locator("#live")).to_have_text(re.compile(r"Partly right|Correct"))
    expect(box).to_be_in_viewport()


@pytest.mark.parametrize("leave", ["next", "rating"])
def test_without_javascript_ticks_come_along(browser: Browser, site: Site, leave: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = admit(context, site, site.enrol(f"ticks-{leave}@example.org"))
    page.goto(f"{site.url}/practice/{OPEN}?lang=en")
    page.fill("#text", "nothing that counts")
    page.click("button.main")
    address = page.url
    page.locator("#points [type=checkbox]").first.check()

    page.click("button.main" if leave == "next" else ".rate button:enabled")
    page.goto(address)

    expect(points(page)).to_have_count(1)
    context.close()


@pytest.fixture
def asked(fresh: Page) -> Iterator[list[Dialog]]:
    """Return the questions that the browser puts, all answered with "stay"."""
    dialogs: list[Dialog] = []

    def stay(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    fresh.on("dialog", stay)
    yield dialogs
    fresh.remove_listener("dialog", stay)


@pytest.mark.parametrize("key", ["u", "s", "k"])
def test_a_key_does_not_leave_an_answer_behind(
    fresh: Page, site: Site, asked: list[Dialog], key: str
) -> None:
    fresh.goto(f"{site.url}/practice/{OTHER}?lang=en")
    fresh.wait_for_selector("form#ask[data-htmx-powered]")
    fresh.keyboard.press("1")
    fresh.keyboard.press("Enter")
    expect(fresh.locator("#verdict")).to_be_focused()
    write(fresh, site)
    fresh.keyboard.press("Escape")

    with fresh.expect_event("dialog"):
        fresh.keyboard.press(key)

    assert [dialog.type for dialog in asked] == ["beforeunload"]
    expect(fresh.locator("#text")).to_have_value("half an answer")
    fresh.fill("#text", "")
    fresh.click("h1")
    fresh.keyboard.press(key)
    fresh.wait_for_url(re.compile(rf"/practice/(?!{OPEN})"))
    assert len(asked) == 1


def test_a_note_is_not_left_behind_until_it_is_saved(
    fresh: Page, site: Site, asked: list[Dialog]
) -> None:
    fresh.goto(f"{site.url}/practice/{OTHER}?lang=en")
    fresh.wait_for_selector("form#ask[data-htmx-powered]")
    fresh.keyboard.press("n")
    fresh.keyboard.type("remember this")

    with fresh.expect_event("dialog"):
        fresh.click(".brand")
    fresh.click("#note button")
    expect(fresh.locator("#note [role=status]")).to_be_visible()
    fresh.click(".brand")

    fresh.wait_for_url(f"{site.url}/")
    assert len(asked) == 1


def test_handing_in_and_changing_the_language_ask_nothing(
    fresh: Page, site: Site, asked: list[Dialog]
) -> None:
    write(fresh, site)

    fresh.click("[data-language-form] button")
    expect(fresh.locator("html")).to_have_attribute("lang", "zh-CN")
    fresh.wait_for_selector("form#ask[data-htmx-powered]")
    fresh.focus("#text")
    fresh.keyboard.press("Control+Enter")
    expect(fresh.locator("#verdict")).to_be_focused()
    fresh.keyboard.press("Enter")
    fresh.wait_for_url(re.compile(rf"/practice/(?!{OPEN})"))

    assert asked == []


def test_an_answer_outlives_the_session_that_it_was_written_in(
    fresh: Page, site: Site, newcomer: str
) -> None:
    write(fresh, site, "a long answer")
    fresh.context.clear_cookies(name="mianjing")

    fresh.keyboard.press("Control+Enter")

    notice = fresh.locator("#notice .notice")
    expect(notice).to_contain_text("no longer signed in")
    expect(notice).to_be_in_viewport()
    expect(fresh.locator("#text")).to_have_value("a long answer")
    with fresh.context.expect_page() as opened:
        notice.get_by_role("link").click()
    other = opened.value
    other.fill("input[name=email]", newcomer)
    other.fill("input[name=password]", PASSWORD)
    other.press("input[name=password]", "Enter")
    other.wait_for_url(re.compile(rf"/practice/{OPEN}"))

    fresh.focus("#text")
    fresh.keyboard.press("Control+Enter")
    expect(fresh.locator(".said")).to_have_text("a long answer")


def test_a_change_after_a_reply_that_got_lost_is_said_not_to_count(fresh: Page, site: Site) -> None:
    write(fresh, site, "the first")

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    fresh.route("**/answer", lose)
    fresh.keyboard.press("Control+Enter")
    expect(fresh.locator("#offline")).to_be_visible()
    fresh.unroute("**/answer")
    fresh.fill("#text", "the second")
    fresh.keyboard.press("Control+Enter")

    expect(fresh.locator(".said")).to_have_text("the first")
    expect(fresh.locator("#supplanted")).to_be_visible()
    expect(fresh.locator("#verdict")).to_have_accessible_description(re.compile("had arrived"))
