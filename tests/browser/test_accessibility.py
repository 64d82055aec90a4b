"""No page has a violation that axe-core can see, and none trips the content security policy."""

import json
import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import AXE, LEARNER, sign_in
from tests.browser.pages import ADMIN_PAGES, LEARNER_PAGES, SIGNED_OUT
from tests.browser.site import Site

LOOKS = [
    pytest.param(lang, theme, width, id=f"{lang}-{theme}-{width}")
    for lang in ("zh", "en")
    for theme in ("light", "dark")
    for width in (1280, 390)
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOTE_VIOLATIONS = """
window.__csp = [];
document.addEventListener('securitypolicyviolation', e => window.__csp.push(e.violatedDirective));
"""


def look(browser: Browser, lang: str, theme: str, width: int) -> BrowserContext:
    """Open a context with one of the eight looks; axe is injected past the policy it must obey."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        locale="zh-CN" if lang == "zh" else "en-GB",
        reduced_motion="reduce",
    )
    context.add_init_script(NOTE_VIOLATIONS)
    context.add_init_script(path=AXE)
    return context


def faults(page: Page, url: str) -> list[str]:
    """Visit a page and return every violation found there."""
    page.goto(url)
    report: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)
    found = [
        f"{url}: {violation['id']}: {node['html'][:160]}"
        for violation in report["violations"]
        for node in violation["nodes"]
        # axe finds no words in MathML; screen readers do, and a formula may well head a column.
        if not (violation["id"] == "empty-table-header" and "<math" in node["html"])
    ]
    found += [f"{url}: content policy: {item}" for item in page.evaluate("window.__csp")]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{url}: scrolls sideways")
    assert report["passes"], f"axe found nothing to check on {url}"
    return found


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_no_page_has_a_fault(
    browser: Browser, site: Site, lang: str, theme: str, width: int
) -> None:
    visits = [(None, SIGNED_OUT), (LEARNER, LEARNER_PAGES), ("admin@example.org", ADMIN_PAGES)]

    found: list[str] = []
    for email, addresses in visits:
        context = look(browser, lang, theme, width)
        page = sign_in(context, site, email) if email else context.new_page()
        for address in addresses:
            found += faults(page, f"{site.url}{address}{'&' if '?' in address else '?'}lang={lang}")
        context.close()

    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
@pytest.mark.parametrize(("lang", "theme"), [("zh", "dark"), ("en", "light")])
def test_every_question_and_its_explanation_fit_a_phone(
    browser: Browser, site: Site, lang: str, theme: str
) -> None:
    with sqlite3.connect(site.data_dir / "mianjing.db") as db:
        answered = db.execute("SELECT max(id), slug FROM attempts WHERE user_id = 1 GROUP BY slug")
        addresses = [f"/practice/{slug}/{attempt}" for attempt, slug in answered]
    context = look(browser, lang, theme, 390)
    page = sign_in(context, site, LEARNER)

    found = [
        fault for address in addresses for fault in faults(page, f"{site.url}{address}?lang={lang}")
    ]

    assert len(addresses) > 50
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
