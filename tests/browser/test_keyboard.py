"""Keys: what each does on a question, and where they are left alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

CHOICE = "bn-as-preprocessing"
STEPS = "bn-algorithm-four-steps"
CHOSEN = "input[name=choice]:checked"


@pytest.fixture
def choice(fresh: Page, site: Site) -> Page:
    """A question with options."""
    fresh.goto(f"{site.url}/practice/{CHOICE}")
    fresh.wait_for_selector("form[data-htmx-powered]")
    return fresh


def places(page: Page) -> list[str]:
    """Return what the form would send: the place of each step, as shown from top to bottom."""
    values: list[str] = page.locator("input.pos").evaluate_all("all => all.map(e => e.value)")
    return values


def test_digits_and_letters_choose(choice: Page) -> None:
    choice.keyboard.press("2")
    expect(choice.locator(CHOSEN)).to_have_attribute("data-key", "2 b")

    choice.keyboard.press("c")
    expect(choice.locator(CHOSEN)).to_have_attribute("data-key", "3 c")


def test_keys_with_modifiers_belong_to_the_browser(choice: Page) -> None:
    for key in ("Control+2", "Alt+2", "Meta+2"):
        choice.keyboard.press(key)

    expect(choice.locator(CHOSEN)).to_have_count(0)


def test_a_hint_and_the_other_language_keep_the_choice(choice: Page) -> None:
    choice.keyboard.press("2")
    title = choice.locator("h1").inner_text()

    choice.keyboard.press("h")
    expect(choice.locator(".hint")).to_have_count(1)
    choice.keyboard.press("l")
    expect(choice.locator("h1")).not_to_have_text(title)

    expect(choice.locator(".hint")).to_have_count(1)
    expect(choice.locator(CHOSEN)).to_have_attribute("data-key", "2 b")


def test_a_note_may_hold_any_letter(choice: Page) -> None:
    choice.keyboard.press("n")
    choice.keyboard.type("fulsh? 123")

    expect(choice.locator("#note textarea")).to_have_value("fulsh? 123")
    expect(choice.locator("#flag button")).to_have_attribute("aria-pressed", "false")
    choice.locator("#note button").click()
    expect(choice.locator("#note [role=status]")).to_be_visible()


def test_a_flag_is_put_and_taken_off(choice: Page) -> None:
    flag = choice.locator("#flag button")

    choice.keyboard.press("f")
    expect(flag).to_have_attribute("aria-pressed", "true")
    choice.keyboard.press("f")
    expect(flag).to_have_attribute("aria-pressed", "false")


def test_the_list_of_keys_opens_and_closes(choice: Page) -> None:
    choice.keyboard.press("?")
    expect(choice.locator("#help")).to_be_visible()

    choice.keyboard.press("2")
    choice.keyboard.press("Escape")

    expect(choice.locator("#help")).to_be_hidden()
    expect(choice.locator(CHOSEN)).to_have_count(0)


def test_an_answer_is_taken_back_by_u(choice: Page) -> None:
    choice.keyboard.press("1")
    choice.keyboard.press("Enter")
    expect(choice.locator("#verdict")).to_be_focused()

    choice.keyboard.press("u")

    expect(choice.locator("#notice")).not_to_be_empty()
    # The page drops ?done=… once it has spoken, so only the address without it can be waited for.
    expect(choice).to_have_url(re.compile(rf"/practice/{CHOICE}$"))


def test_a_rating_goes_on_to_the_next_question(choice: Page) -> None:
    choice.keyboard.press("1")
    choice.keyboard.press("Enter")
    expect(choice.locator("#verdict")).to_be_focused()

    choice.locator(".rate .chosen").press("Enter")

    choice.wait_for_url(re.compile(rf"/practice/(?!{CHOICE})"))


@pytest.mark.parametrize(
    ("key", "path"), [("d", "/"), ("r", "/practice/"), ("q", "/questions"), ("s", "/progress")]
)
def test_g_leads_to_other_pages(choice: Page, site: Site, key: str, path: str) -> None:
    choice.keyboard.press("g")
    choice.keyboard.press(key)

    choice.wait_for_url(re.compile(re.escape(site.url + path)))


def test_typing_searches_at_once(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/questions")
    fresh.wait_for_selector("input[type=search][data-htmx-powered]")

    fresh.keyboard.press("/")
    fresh.keyboard.insert_text("感受野")

    expect(fresh).to_have_url(re.compile(r"q=%E6%84%9F"))
    expect(fresh.locator("input[type=search]")).to_be_focused()
    expect(fresh.locator(".results a.title").first).to_be_visible()


def test_single_keys_can_be_switched_off(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/account")
    fresh.uncheck("input[name=single_keys]")
    fresh.click("#preferences button")
    expect(fresh.locator("#notice [role=status]")).to_be_visible()
    fresh.goto(f"{site.url}/practice/{CHOICE}")

    fresh.keyboard.press("2")

    expect(fresh.locator(CHOSEN)).to_have_count(0)
    expect(fresh.locator("kbd.kb").first).to_be_hidden()


def test_steps_are_moved_by_buttons_and_stay_under_the_focus(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/practice/{STEPS}")
    first = fresh.locator(".step").nth(0).inner_text()

    fresh.locator(".step").nth(0).locator("[data-move=down]").press("Enter")

    assert fresh.locator(".step").nth(1).inner_text().partition("\n")[2] == first.partition("\n")[2]
    expect(fresh.locator(".step").nth(1).locator("[data-move=down]")).to_be_focused()
    assert places(fresh)[:3] == ["1", "2", "3"]


def test_a_step_that_is_left_out_has_no_place(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/practice/{STEPS}")
    count = len(places(fresh))

    fresh.locator(".step").nth(0).locator("[data-move=out]").click()

    assert places(fresh) == [*map(str, range(1, count)), ""]
    expect(fresh.locator(".step.unused")).to_have_count(1)


def test_steps_can_be_dragged(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/practice/{STEPS}")
    name = fresh.locator("input.pos").nth(0).get_attribute("name")

    fresh.locator(".step").nth(0).drag_to(fresh.locator(".step").nth(3))

    moved = fresh.locator(f"input[name='{name}']").input_value()
    assert moved in {"3", "4"}
