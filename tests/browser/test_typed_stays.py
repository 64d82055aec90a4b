"""What was typed stays: in another language, when the server is away, until it is handed in."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import admit
from tests.browser.site import Site

NUMERIC = "conv-layer-cost"
STEPS = "bn-algorithm-four-steps"
OPEN = "bn-why-affine"
LANGUAGE = "[data-language-form] button"
TYPED = "#ask :is(input, textarea, select):not([type=hidden], [type=submit])"


def opened(page: Page, site: Site, slug: str, lang: str = "zh") -> Page:
    """Open a question and wait until its scripts have taken over."""
    page.goto(f"{site.url}/practice/{slug}?lang={lang}")
    page.wait_for_selector("form#ask[data-htmx-powered]")
    return page


def typed(page: Page) -> dict[str, str]:
    """Return every field of the answer by its name, with what it holds."""
    found: dict[str, str] = page.locator(TYPED).evaluate_all(
        """all => Object.fromEntries(all.filter(e => e.name && (e.checked || !'radio checkbox'
          .split(' ').includes(e.type))).map(e => [e.name, e.value]))"""
    )
    return found


def fill_in(page: Page, slug: str) -> None:
    """Answer somehow, rightly or not, without handing it in."""
    if slug == STEPS:
        page.locator("[data-move=out]").first.click()
        page.locator("[data-move=down]").nth(1).click()
        return
    if page.locator("label.opt").count():
        page.locator("label.opt").nth(2).click()
    for field in page.locator("#ask select").all():
        field.select_option(index=1)
    for number, field in enumerate(page.locator(TYPED).locator("visible=true").all()):
        if field.evaluate("e => e.matches('textarea, input:not([type=radio])')"):
            field.fill(f"半个 {number}")


@pytest.mark.parametrize(
    "slug",
    ["bn-as-preprocessing", NUMERIC, "bn-lr-scale-invariance", STEPS, OPEN, "normalisation-axes"],
    ids=["single", "numeric", "cloze", "order", "open", "match"],
)
def test_the_language_of_the_page_changes_and_the_answer_stays(
    fresh: Page, site: Site, slug: str
) -> None:
    opened(fresh, site, slug)
    fill_in(fresh, slug)
    before = typed(fresh)
    assert any(before.values())

    fresh.click(LANGUAGE)

    expect(fresh.locator("html")).to_have_attribute("lang", "en")
    expect(fresh.locator("button.main")).to_contain_text("Submit")
    assert typed(fresh) == before
    # The address is the question's own, so that loading it again asks, and sends nothing.
    expect(fresh).to_have_url(f"{site.url}/practice/{slug}")


def test_the_language_changes_where_there_is_no_question(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/questions?kind=order&lang=zh")

    fresh.click(LANGUAGE)

    expect(fresh.locator("html")).to_have_attribute("lang", "en")
    expect(fresh).to_have_url(f"{site.url}/questions?kind=order")


def verdict(page: Page) -> Locator:
    return page.locator("#feedback #verdict")


def test_steps_that_nobody_touched_are_no_answer(fresh: Page, site: Site) -> None:
    opened(fresh, site, STEPS)

    fresh.keyboard.press("Enter")

    expect(fresh.locator("#ask .notice.warn")).to_be_visible()
    expect(verdict(fresh)).to_have_count(0)
    assert set(typed(fresh).values()) == {""}


def test_an_order_that_is_right_as_it_stands_can_be_said_to_be_so(fresh: Page, site: Site) -> None:
    opened(fresh, site, STEPS)
    count = fresh.locator(".step").count()

    fresh.locator("[data-asis] input").check()
    assert list(typed(fresh).values())[:count] == [str(n) for n in range(1, count + 1)]
    fresh.locator("[data-asis] input").uncheck()
    assert not any(list(typed(fresh).values())[:count])
    fresh.locator("[data-asis] input").check()
    fresh.click("button.main")

    expect(verdict(fresh)).to_be_visible()


def test_one_step_moved_is_an_answer(fresh: Page, site: Site) -> None:
    opened(fresh, site, STEPS)

    fresh.locator("[data-move=down]").first.click()
    expect(fresh.locator("[data-asis]")).to_be_hidden()
    fresh.click("button.main")

    expect(verdict(fresh)).to_be_visible()


@pytest.mark.parametrize("chord", ["Control+Enter", "Meta+Enter"])
def test_an_open_answer_is_handed_in_from_inside_the_text(
    fresh: Page, site: Site, chord: str
) -> None:
    opened(fresh, site, OPEN)
    fresh.focus("#text")
    fresh.keyboard.type("first")
    fresh.keyboard.press("Enter")
    fresh.keyboard.type("second")
    expect(fresh.locator("#text")).to_have_value("first\nsecond")

    fresh.keyboard.press(chord)

    expect(verdict(fresh)).to_be_focused()
    expect(fresh.locator(".said")).to_have_text("first\nsecond")


def test_that_chord_works_without_single_keys_but_not_from_the_note(
    fresh: Page, site: Site
) -> None:
    fresh.goto(f"{site.url}/account")
    fresh.uncheck("input[name=single_keys]")
    fresh.click("#preferences button")
    opened(fresh, site, OPEN)
    fresh.fill("#text", "half an answer")
    fresh.click("#note summary")
    fresh.focus("#note textarea")
    fresh.keyboard.type("a note")

    fresh.keyboard.press("Control+Enter")
    expect(fresh.locator("#note textarea")).to_have_value("a note")
    fresh.fill("#text", "an answer")
    fresh.keyboard.press("Control+Enter")

    expect(verdict(fresh)).to_be_focused()
    expect(fresh.locator(".said")).to_have_text("an answer")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_while_the_server_is_away_the_page_says_so_and_keeps_the_answer(
    fresh: Page, site: Site, lang: str
) -> None:
    opened(fresh, site, NUMERIC, lang)
    fresh.fill("input[name=answer]", "17")
    notice = fresh.locator("#offline")

    fresh.context.set_offline(offline=True)
    fresh.click("button.main")

    expect(notice).to_be_visible()
    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text({"zh": "连不上服务器", "en": "cannot be reached"}[lang])
    expect(fresh.locator("#live")).to_have_text(notice.inner_text())
    expect(fresh.locator("input[name=answer]")).to_have_value("17")
    expect(fresh.locator("button.main")).to_be_enabled()

    fresh.context.set_offline(offline=False)
    fresh.click("button.main")

    expect(verdict(fresh)).to_be_visible()
    expect(notice).to_have_count(0)


def test_a_token_is_shown_once(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/account?lang=en")
    fresh.fill("#tokens input[name=name]", "laptop")
    fresh.click("#tokens button:has-text('Make a token')")

    expect(fresh.locator("code.secret")).to_be_visible()
    expect(fresh).to_have_url(f"{site.url}/account#tokens")
    assert "token-made" not in {cookie["name"] for cookie in fresh.context.cookies()}
    fresh.reload()

    expect(fresh.locator("#tokens")).to_contain_text("laptop")
    expect(fresh.locator("#tokens .results li")).to_have_count(1)
    expect(fresh.locator("code.secret")).to_have_count(0)


def test_without_javascript_the_language_changes_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = admit(context, site, site.enrol("noscript@example.org"))
    page.goto(f"{site.url}/practice/{NUMERIC}?lang=zh")

    page.click(LANGUAGE)

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(rf"/practice/{NUMERIC}$"))
    context.close()
