"""Drafts of code: nothing that was typed is lost, and the page says where it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.coding import (
    STARTER,
    WORDS,
    Bench,
    editor,
    here,
    keep_here,
    state,
    type_at_end,
    written,
)

PAUSE_MS = 1500


def test_a_pause_saves_the_draft(coding: Page, bench: Bench) -> None:
    type_at_end(coding, "# x")
    state(coding, "unsaved")
    assert here(coding)["source"] == STARTER + "# x"
    assert bench.drafts == []

    coding.clock.run_for(PAUSE_MS)

    state(coding, "saved")
    assert bench.drafts == [STARTER + "# x"]
    assert here(coding) == {}
    # What happens by itself is not spoken at every pause.
    expect(coding.locator("#live")).to_be_empty()


def test_what_is_typed_while_saving_is_saved_next(coding: Page, bench: Bench) -> None:
    held: list[Callable[[], None]] = []
    coding.route("**/draft", lambda route: held.append(route.continue_), times=1)
    type_at_end(coding, "1")
    coding.clock.run_for(PAUSE_MS)
    state(coding, "saving")
    coding.keyboard.type("2")
    coding.clock.run_for(PAUSE_MS)

    held[0]()
    state(coding, "unsaved")
    assert here(coding)["source"] == STARTER + "12"
    coding.clock.run_for(PAUSE_MS)

    state(coding, "saved")
    assert bench.drafts == [STARTER + "1", STARTER + "12"]


@pytest.mark.parametrize("trouble", [303, 401, 403, 500, 503, "offline"])
def test_a_draft_that_cannot_be_saved_is_kept_and_tried_again(
    coding: Page, bench: Bench, trouble: int | str
) -> None:
    coding.context.set_offline(offline=trouble == "offline")
    bench.status = trouble if isinstance(trouble, int) else 204
    type_at_end(coding, "# x")
    coding.clock.run_for(PAUSE_MS)

    told = "out" if trouble == 401 else "offline"
    state(coding, told)
    expect(coding.locator("#live")).to_have_text(WORDS[told])
    assert here(coding)["source"] == STARTER + "# x"

    bench.status = 204
    coding.context.set_offline(offline=False)
    coding.clock.run_for(2 * PAUSE_MS)

    state(coding, "saved")
    assert bench.drafts[-1] == STARTER + "# x"
    assert here(coding) == {}


def test_tries_become_rarer(coding: Page, bench: Bench) -> None:
    tries: list[str] = []
    coding.on("request", lambda request: tries.append(request.method))
    bench.status = 503
    # Installed, a clock still runs by itself; here only we move it.
    coding.clock.pause_at(coding.evaluate("Date.now()") + 1000)
    type_at_end(coding, "# x")
    for pause, count in ((1.5, 1), (2.9, 1), (0.1, 2), (5.9, 2), (0.1, 3)):
        coding.clock.run_for(int(pause * 1000))
        state(coding, "offline")
        assert len(tries) == count


def test_where_the_browser_keeps_nothing_that_is_not_claimed(blank: Page, bench: Bench) -> None:
    blank.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    blank.clock.install()
    blank.goto(bench.url)
    bench.status = 503
    type_at_end(blank, "# x")
    blank.clock.run_for(PAUSE_MS)
    state(blank, "unsaved")

    with blank.expect_event("dialog") as asked:
        blank.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_leaving_saves_what_no_pause_has_saved(coding: Page, bench: Bench) -> None:
    type_at_end(coding, "# x")

    coding.goto(bench.elsewhere)
    expect(coding).to_have_title("Elsewhere")

    # The browser sends it without waiting; the next request of this page comes after it.
    coding.wait_for_function("fetch('/elsewhere').then(() => true)")
    assert bench.drafts == [STARTER + "# x"]


def test_a_newer_text_of_this_browser_is_offered(blank: Page, bench: Bench) -> None:
    bench.saved_at = "1000"
    keep_here(blank, bench, {"source": "mine = 1\n", "at": 2000})
    output = blank.locator("#draft-state")

    expect(output).to_contain_text(WORDS["local"])
    assert written(blank) == STARTER
    output.get_by_role("button", name=WORDS["restore"]).click()

    assert written(blank) == "mine = 1\n"
    expect(output).not_to_contain_text(WORDS["local"])
    expect(editor(blank)).to_be_focused()
    blank.keyboard.press("Control+z")
    assert written(blank) == STARTER


def test_the_text_of_the_server_can_be_left(blank: Page, bench: Bench) -> None:
    keep_here(blank, bench, {"source": "mine = 1\n", "at": 2000})

    blank.get_by_role("button", name=WORDS["keep"]).click()

    expect(blank.locator("#draft-state")).not_to_contain_text(WORDS["local"])
    assert written(blank) == STARTER
    assert here(blank) == {}


@pytest.mark.parametrize(
    "record", [{"source": "old", "at": 500}, {"source": STARTER, "at": 2000}, {}], ids=str
)
def test_nothing_is_offered_that_is_no_news(
    blank: Page, bench: Bench, record: dict[str, object]
) -> None:
    bench.saved_at = "1000"
    keep_here(blank, bench, record)

    expect(blank.locator("#draft-state")).not_to_contain_text(WORDS["local"])
    assert here(blank) == {} or here(blank)["source"] == "old"


def test_typing_does_not_lose_a_text_that_is_offered(blank: Page, bench: Bench) -> None:
    blank.clock.install()
    keep_here(blank, bench, {"source": "mine = 1\n", "at": 2000})
    type_at_end(blank, "# x")
    assert here(blank)["source"] == STARTER + "# x"
    blank.clock.run_for(PAUSE_MS)
    state(blank, "saved")

    bench.source, bench.saved_at = bench.drafts[-1], "4000000000000"
    blank.reload()
    blank.get_by_role("button", name=WORDS["restore"]).click()

    assert written(blank) == "mine = 1\n"


def test_save_keeps_the_draft_and_the_page(coding: Page, bench: Bench) -> None:
    type_at_end(coding, "# x")

    coding.keyboard.press("Control+s")

    state(coding, "saved")
    expect(coding.locator("#live")).to_have_text(WORDS["saved"])
    expect(editor(coding)).to_be_focused()
    coding.keyboard.type("y")
    coding.get_by_role("button", name="Save").click()
    state(coding, "saved")
    assert bench.drafts == [STARTER + "# x", STARTER + "# xy"]
    assert bench.posts == []


def test_the_text_of_another_tab_is_offered_and_this_one_saved(coding: Page, bench: Bench) -> None:
    bench.theirs = "theirs"
    type_at_end(coding, "# mine")
    coding.clock.run_for(PAUSE_MS)

    expect(coding.locator(".offer")).to_contain_text(WORDS["elsewhere"])
    assert here(coding) == {"source": STARTER + "# mine", "other": "theirs"} | {
        "at": here(coding)["at"]
    }
    coding.clock.run_for(PAUSE_MS)
    state(coding, "saved")
    assert bench.drafts == [STARTER + "# mine"]
    assert here(coding)["other"] == "theirs"  # until somebody decides

    coding.get_by_role("button", name=WORDS["restore"]).click()
    assert written(coding) == "theirs"
    coding.keyboard.press("Control+z")
    assert written(coding) == STARTER + "# mine"


def test_what_this_tab_handed_in_is_not_offered_to_it(coding: Page, bench: Bench) -> None:
    type_at_end(coding, "1")
    coding.evaluate("new FormData(document.getElementById('code-form'))")
    bench.theirs = STARTER + "1"  # as handing in keeps it
    coding.keyboard.type("2")
    for _ in range(2):
        coding.clock.run_for(PAUSE_MS)

    state(coding, "saved")
    assert bench.drafts == [STARTER + "12"]
    expect(coding.locator(".offer")).to_have_count(0)
