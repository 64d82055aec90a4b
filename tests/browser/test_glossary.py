"""Tips of the glossary in a browser: by mouse, keyboard and finger, whole on every screen."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from app.bank.glossary import Glossary, Meaning, Term
from app.bank.glossing import Glosser
from app.settings import ROOT
from tests.browser.conftest import LEARNER, sign_in
from tests.browser.pages import feedback_of_demo
from tests.browser.site import Site

TERM = Term(en="loss", zh="损失", meaning=Meaning(zh="格" * 60, en="long words " * 9))
TIP = """term => {
  const tip = getComputedStyle(term, "::after");
  return tip.content === "none" ? "" : tip.content.slice(1, -1);
}"""
# Where the tip is drawn: points below and above the term are asked for their element.
CORNERS = """term => {
  const { width, height } = getComputedStyle(term, "::after");
  const at = term.getBoundingClientRect(), half = parseFloat(height) / 2;
  const hits = [];
  for (const y of [at.bottom + half, at.top - half])
    for (let x = 0; x < innerWidth; x++)
      if (document.elementFromPoint(x, y) === term) hits.push(x);
  return {
    left: Math.min(...hits), right: Math.max(...hits), wide: parseFloat(width),
    screen: innerWidth, scrolls: document.documentElement.scrollWidth > innerWidth,
  };
}"""


@pytest.fixture
def words(browser: Browser) -> Iterator[Page]:
    """Open a page of text, with a term at either edge and at top and bottom, on a phone."""
    css = "".join(
        (ROOT / "static/css" / name).read_text("utf-8") for name in ("app.css", "reading.css")
    )
    text = Glosser(Glossary((TERM,))).glossed("<p>loss</p>", "en")
    page = browser.new_page(viewport={"width": 390, "height": 700}, has_touch=True)
    page.set_content(
        f'<!doctype html><html lang="en"><style>{css} .far {{ text-align: right }}'
        f" .low {{ margin-top: 500px }}</style><body>"
        f'<div class="prose">{text}</div><div class="prose far">{text}</div>'
        f'<div class="prose low">{text}</div><div class="prose far">{text}</div>'
    )
    with closing(page):
        yield page


@pytest.mark.parametrize("place", range(4))
def test_a_tip_is_whole_at_every_edge_of_a_phone(words: Page, place: int) -> None:
    term = words.locator(".term").nth(place)

    term.focus()

    found = term.evaluate(CORNERS)
    assert found["wide"] > 300
    assert found["right"] - found["left"] >= found["wide"] - 2, "all of it can be seen"
    assert found["left"] >= 1
    assert found["right"] <= found["screen"] - 2
    assert not found["scrolls"]


def test_a_tip_shows_by_mouse_by_key_and_by_finger(words: Page) -> None:
    first, second = words.locator(".term").nth(0), words.locator(".term").nth(2)
    said = f"损失: {TERM.meaning.en}"
    assert first.evaluate(TIP) == ""

    first.hover()
    assert first.evaluate(TIP) == said
    words.mouse.move(200, 300)
    assert first.evaluate(TIP) == ""

    words.keyboard.press("Tab")
    expect(first).to_be_focused()
    assert first.evaluate(TIP) == said

    second.tap()
    assert second.evaluate(TIP) == said
    assert first.evaluate(TIP) == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_of_the_demo_explain_their_terms(browser: Browser, site: Site, lang: str) -> None:
    page = sign_in(browser.new_context(viewport={"width": 390, "height": 844}), site, LEARNER)
    shown = 0
    for address in feedback_of_demo(site):
        page.goto(f"{site.url}{address}?lang={lang}&in={lang}")
        assert page.locator(":is(h1, label, a, code, math, summary, table) .term").count() == 0
        for term in page.locator(".term:visible").all():
            shown += 1
            term.focus()
            assert term.evaluate(TIP)
            found = term.evaluate(CORNERS)
            assert not found["scrolls"], address
            assert found["left"] >= 1, address
            page.keyboard.press("Escape")
            expect(term).not_to_be_focused()
            assert not term.evaluate(TIP)
    assert shown
    page.context.close()


def test_a_tip_under_the_mouse_goes_at_escape_and_comes_back(browser: Browser, site: Site) -> None:
    page = sign_in(browser.new_context(viewport={"width": 1280, "height": 900}), site, LEARNER)
    for address in feedback_of_demo(site):
        page.goto(f"{site.url}{address}?lang=en&in=en")
        if page.locator(".term:visible").count():
            break
    term = page.locator(".term:visible").first
    term.scroll_into_view_if_needed()

    term.hover()
    assert term.evaluate(TIP)
    page.keyboard.press("Escape")
    assert not term.evaluate(TIP)

    page.mouse.move(1, 1)
    term.hover()
    assert term.evaluate(TIP)
    page.context.close()
