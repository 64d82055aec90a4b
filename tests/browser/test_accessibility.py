"""No page has a violation that axe-core can see, and none trips the content security policy."""

import json
from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.conftest import ADMIN, AXE, LEARNER, sign_in
from tests.browser.pages import ADMIN_PAGES, SIGNED_OUT, STATUSES, feedback_of_demo, pages_of_demo
from tests.browser.site import Site

pytestmark = pytest.mark.skipif(
    not AXE.exists(), reason="not run here: npm could not install axe-core"
)


def visited(site: Site, page: Page, lang: str, addresses: Sequence[str], *widths: int) -> list[str]:
    """Return the faults of pages, each opened once."""
    found: list[str] = []
    for address in addresses:
        reply = page.goto(f"{site.url}{address}{'&' if '?' in address else '?'}lang={lang}")
        assert reply is not None
        assert reply.status == STATUSES.get(address, 200), address
        found += axe.faults(page, *widths)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_has_a_fault(browser: Browser, site: Site, lang: str) -> None:
    stranger, learner, admin = (axe.open_context(browser, lang) for _ in range(3))
    both = (axe.DESK, axe.PHONE)

    found = visited(site, stranger.new_page(), lang, SIGNED_OUT, *both)
    page = sign_in(learner, site, LEARNER)
    found += visited(site, page, lang, pages_of_demo(site), *both)
    # What it looks like on a phone, for every question: test_every_question.py.
    found += visited(site, page, lang, feedback_of_demo(site), axe.DESK)
    found += visited(site, sign_in(admin, site, ADMIN), lang, ADMIN_PAGES, *both)
    for context in (stranger, learner, admin):
        context.close()

    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
