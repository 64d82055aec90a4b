"""Practice as learners do it: by keyboard, without JavaScript, in two tabs, through a crash."""

import re
import signal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.answers import answer_by_keyboard, question_on
from tests.browser.conftest import admit, sign_in
from tests.browser.site import Site

ONE_OF_EACH_KIND = (
    "bn-as-preprocessing",
    "receptive-field-equals-5x5",
    "bn-output-not-gaussian",
    "conv-layer-cost",
    "transposed-conv-name",
    "bn-lr-scale-invariance",
    "bn-algorithm-four-steps",
    "normalisation-axes",
    "bn-why-affine",
)


def answered_so_far(page: Page, site: Site, slug: str) -> int:
    """Return how many answers to a question count, as its own page says."""
    page.goto(f"{site.url}/questions/{slug}")
    return page.locator("a[href*='/attempts/']").count()


@pytest.mark.parametrize("slug", ONE_OF_EACH_KIND)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_is_answered_by_keyboard(fresh: Page, site: Site, slug: str, lang: str) -> None:
    fresh.goto(f"{site.url}/practice/{slug}?lang={lang}")

    answer_by_keyboard(fresh)

    expect(fresh.locator("#verdict")).to_be_focused()
    if question_on(fresh).kind != "open":
        expect(fresh.locator(".verdict.ok")).to_be_visible()
    fresh.keyboard.press("Enter")
    fresh.wait_for_url(re.compile(r"/practice/(?!" + slug + ")"))


def test_nine_questions_an_exercise_and_a_break_then_everything_is_there(
    fresh: Page, site: Site, newcomer: str
) -> None:
    fresh.goto(f"{site.url}/practice")
    answered = []
    for _ in range(9):
        answered.append(question_on(fresh).slug)
        answer_by_keyboard(fresh)
        fresh.keyboard.press("Enter")
        fresh.wait_for_selector("#feedback", state="detached")

    expect(fresh).to_have_url(re.compile("/code/"))
    fresh.goto(f"{site.url}/account")
    fresh.click("form[action$='/logout'] button")
    returning = sign_in(fresh.context, site, newcomer)

    assert len(set(answered)) == 9
    assert [answered_so_far(returning, site, slug) for slug in answered] == [1] * 9


def test_without_javascript_the_same_question_is_answered(browser: Browser, site: Site) -> None:
    site.enrol("plain@example.org")
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context, site, "plain@example.org")
    page.goto(f"{site.url}/practice/conv-layer-cost?lang=en")

    page.fill("input[name=answer]", "forty-two")
    page.click("button.main")
    expect(page.locator(".notice.warn")).to_contain_text("forty-two")
    expect(page.locator("input[name=answer]")).to_have_value("forty-two")
    page.fill("input[name=answer]", "17")
    page.click("button.main")

    expect(page.locator(".verdict.bad")).to_be_visible()
    expect(page.locator("#feedback")).to_contain_text("Derivation")
    context.close()


def test_of_two_tabs_exactly_one_review_counts(fresh: Page, site: Site) -> None:
    other = fresh.context.new_page()
    for page in (fresh, other):
        page.goto(f"{site.url}/practice/bn-output-not-gaussian?lang=en")

    answer_by_keyboard(fresh)
    other.keyboard.press("1")
    other.keyboard.press("Enter")

    expect(other.locator("#notice")).to_contain_text(re.compile("别的页面|another"))
    assert answered_so_far(fresh, site, "bn-output-not-gaussian") == 1


def test_a_key_pressed_while_an_input_method_composes_does_nothing(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/practice/transposed-conv-name")
    fresh.focus("input[name=answer]")

    fresh.evaluate(
        """() => { const box = document.querySelector('input[name=answer]');
        box.value = '转置';
        box.dispatchEvent(new KeyboardEvent('keydown',
          {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true})); }"""
    )

    expect(fresh.locator("#feedback")).to_have_count(0)
    expect(fresh.locator("input[name=answer]")).to_have_value("转置")


def test_an_answer_that_was_acknowledged_survives_a_kill(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = Site(tmp_path_factory.mktemp("crash"))
    site.start()
    context = browser.new_context()
    page = admit(context, site, site.enrol("ada@example.org"))
    slugs = ONE_OF_EACH_KIND[:4]
    for slug in slugs:
        page.goto(f"{site.url}/practice/{slug}")
        answer_by_keyboard(page)
    page.goto(f"{site.url}/practice/transposed-conv-name?lang=en")
    page.fill("input[name=answer]", "deconvolution")

    site.stop(signal.SIGKILL)
    page.click("button.main")
    expect(page.locator("input[name=answer]")).to_have_value("deconvolution")
    site.start()
    page.click("button.main")
    page.wait_for_selector("#feedback")

    assert [answered_so_far(page, site, slug) for slug in slugs] == [1, 1, 1, 1]
    assert answered_so_far(page, site, "transposed-conv-name") == 1
    context.close()
    site.stop()
