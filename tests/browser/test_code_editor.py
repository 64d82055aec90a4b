"""The code editor: what is typed is what is sent, and everything can be done by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import DESK, PHONE, faults, open_context
from tests.browser.coding import (
    MOVES,
    STARTER,
    USUAL,
    Bench,
    editor,
    keep_here,
    state,
    type_at_end,
    written,
)


def test_the_editor_stands_in_for_the_field(coding: Page, bench: Bench) -> None:
    expect(coding.locator("#source")).to_be_hidden()
    assert written(coding) == STARTER

    type_at_end(coding, "# done 完成")
    assert written(coding) == STARTER + "# done 完成"
    coding.get_by_role("button", name="Submit").click()

    expect(coding).to_have_title("Done")
    [post] = bench.posts
    assert post["source"].replace("\r\n", "\n") == STARTER + "# done 完成"
    assert post["do"] == "submit"
    assert post["arguments"] == "[1, 2]"


def test_without_javascript_it_is_a_form(browser: Browser, bench: Bench) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(bench.url)

    page.fill("#source", "x = 1")
    page.get_by_role("button", name="Run").click()

    expect(page).to_have_title("Done")
    assert bench.posts[0]["source"] == "x = 1"
    context.close()


def test_the_label_and_the_hint_belong_to_the_editor(coding: Page) -> None:
    expect(editor(coding)).to_have_accessible_description(USUAL)

    coding.get_by_text("Your code", exact=True).click()

    expect(editor(coding)).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_has_the_colours_of_code_elsewhere(coding: Page, theme: str) -> None:
    coding.evaluate("theme => document.documentElement.dataset.theme = theme", theme)

    for token, text in {
        "blue": "import",
        "jade": '"""Softmax over the last axis."""',
        "gold": "1.5",
        "seal": "softmax",
        "ink-2": "# Your code",
    }.items():
        expected = coding.evaluate(
            """token => { const probe = document.body.appendChild(document.createElement("i"));
              probe.style.color = `var(--${token})`; return getComputedStyle(probe).color; }""",
            token,
        )
        word = coding.locator(".cm-line span").get_by_text(text, exact=True).first
        expect(word).to_have_css("color", expected)
    expect(coding.locator(".cm-line span.nc")).to_have_text("Model")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_page_is_accessible_and_obeys_the_content_policy(
    browser: Browser, bench: Bench, width: int
) -> None:
    context = open_context(browser, "en")
    page = context.new_page()
    bench.source = STARTER + "wide = " + "1 + " * 60 + "1\n"
    keep_here(page, bench, {"source": "x", "at": 1})
    type_at_end(page, "print((1)\u3000)")
    page.keyboard.press("ArrowLeft")

    assert faults(page, width) == []
    expect(editor(page)).to_have_attribute("tabindex", "0")
    expect(page.locator(".cm-specialChar")).to_have_count(1)
    context.close()


def test_the_editor_takes_the_room_of_the_field(blank: Page, bench: Bench) -> None:
    for source in ("x = 1\n", STARTER, STARTER * 8):
        bench.source = source
        blank.route("**/code.*.js", lambda route: route.abort())
        blank.goto(bench.url)
        before = blank.locator("#source").bounding_box()
        hint = blank.locator("#editor-hint").bounding_box()
        blank.unroute("**/code.*.js")
        blank.goto(bench.url)
        expect(editor(blank)).to_be_visible()
        after = blank.locator(".cm-editor").bounding_box()

        assert before is not None
        assert after == pytest.approx(before, abs=1)
        assert blank.locator("#editor-hint").bounding_box() == hint


def test_a_finger_does_not_make_the_page_zoom(browser: Browser, bench: Bench) -> None:
    context = browser.new_context(
        viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(bench.url)

    expect(editor(page)).to_have_css("font-size", "16px")
    context.close()


@pytest.mark.parametrize(
    ("chord", "what"),
    [
        ("Control+'", "run"),
        ("Meta+'", "run"),
        ("F2", "run"),
        ("Control+Enter", "submit"),
        ("Meta+Enter", "submit"),
    ],
)
@pytest.mark.parametrize("place", ["the editor", "the arguments", "the page"])
def test_keys_press_buttons(coding: Page, bench: Bench, chord: str, what: str, place: str) -> None:
    if place == "the editor":
        type_at_end(coding, "# x")
    elif place == "the arguments":
        coding.focus("#arguments")

    coding.keyboard.press(chord)

    expect(coding).to_have_title("Done")
    assert bench.posts[0]["do"] == what
    assert bench.posts[0]["source"].replace("\r\n", "\n").startswith(STARTER)


def test_a_note_is_not_handed_in_as_code(coding: Page, bench: Bench) -> None:
    coding.get_by_label("Note").focus()

    coding.keyboard.press("Control+Enter")
    coding.keyboard.press("F2")
    coding.keyboard.press("Control+s")

    state(coding, "saved")
    assert bench.posts == []


@pytest.mark.parametrize("sign", ["isComposing: true", "keyCode: 229"])
def test_an_input_method_keeps_its_keys(coding: Page, bench: Bench, sign: str) -> None:
    type_at_end(coding, "#")
    for key in ("Enter", "'", "s"):
        coding.evaluate(
            f"""key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
              {{ key, ctrlKey: true, bubbles: true, cancelable: true, {sign} }}))""",
            key,
        )

    state(coding, "unsaved")
    assert bench.posts == []


def test_tab_indents_and_esc_lets_it_leave_once(coding: Page) -> None:
    type_at_end(coding, "a")
    coding.keyboard.press("Tab")
    coding.keyboard.type("b")
    assert written(coding).endswith("\na   b")
    coding.keyboard.press("Shift+ArrowUp")
    coding.keyboard.press("Tab")
    assert written(coding).endswith("\n    a   b")

    coding.keyboard.press("Escape")
    coding.clock.run_for(30_000)
    coding.keyboard.press("Tab")
    expect(coding.locator("#arguments")).to_be_focused()

    type_at_end(coding, "")
    coding.keyboard.press("Tab")
    expect(editor(coding)).to_be_focused()
    coding.keyboard.press("Escape")
    coding.keyboard.press("Shift+Tab")
    expect(editor(coding)).not_to_be_focused()


def test_what_tab_does_can_be_turned_and_is_remembered(coding: Page) -> None:
    hint = coding.locator("#editor-hint")
    editor(coding).focus()

    coding.keyboard.press("Control+m")
    expect(hint).to_have_text(MOVES)
    expect(coding.locator("#live")).to_have_text(MOVES)
    coding.reload()
    expect(hint).to_have_text(MOVES)
    editor(coding).focus()
    coding.keyboard.press("Tab")
    expect(coding.locator("#arguments")).to_be_focused()

    coding.keyboard.press("Shift+Tab")
    coding.keyboard.press("Control+m")
    expect(hint).to_have_text(USUAL)
    coding.keyboard.press("Tab")
    expect(editor(coding)).to_be_focused()


def test_reset_is_one_step_that_can_be_undone(coding: Page, bench: Bench) -> None:
    reset = coding.get_by_role("button", name="Reset", exact=True)
    undo = coding.get_by_role("button", name="Undo reset")
    type_at_end(coding, "# x\n# y")
    reset.click()
    assert written(coding) == STARTER

    undo.click()
    assert written(coding) == STARTER + "# x\n# y"
    expect(undo).to_have_count(0)
    expect(editor(coding)).to_be_focused()

    reset.click()
    editor(coding).focus()
    coding.keyboard.press("Control+z")
    assert written(coding) == STARTER + "# x\n# y"
    assert bench.posts == []


def test_an_earlier_attempt_comes_back_as_one_step(coding: Page) -> None:
    type_at_end(coding, "# x")

    coding.evaluate(
        """source => dispatchEvent(new CustomEvent("mianjing:restore", { detail: { source } }))""",
        "earlier = 1\n",
    )

    assert written(coding) == "earlier = 1\n"
    expect(editor(coding)).to_be_focused()
    coding.keyboard.press("Control+z")
    assert written(coding) == STARTER + "# x"


def test_a_field_that_had_the_focus_hands_it_on(blank: Page, bench: Bench) -> None:
    waiting: list[Callable[[], None]] = []
    blank.route("**/code.*.js", lambda route: waiting.append(route.continue_))
    blank.goto(bench.url, wait_until="commit")
    blank.focus("#source")
    blank.evaluate("document.getElementById('source').setSelectionRange(3, 3)")
    blank.keyboard.type("X")

    waiting[0]()

    expect(editor(blank)).to_be_focused()
    blank.keyboard.type("Y")
    assert written(blank).startswith("impXYort numpy")
