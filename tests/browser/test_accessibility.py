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
    pytest.param(lang, width, id=f"{lang}-{width}")
    for lang in ("zh", "en")
    for width in (1280, 390)
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""The one rule whose answer depends on the theme."""
NOTE_VIOLATIONS = """
window.__csp = [];
document.addEventListener('securitypolicyviolation', e => window.__csp.push(e.violatedDirective));
"""


def look(browser: Browser, lang: str, width: int) -> BrowserContext:
    """Open a context that speaks one language; axe is injected past the policy it must obey."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN" if lang == "zh" else "en-GB",
        reduced_motion="reduce",
    )
    context.add_init_script(NOTE_VIOLATIONS)
    context.add_init_script(path=AXE)
    return context


def faults(page: Page, url: str) -> list[str]:
    """Visit a page and return every violation found there, in both themes."""
    page.emulate_media(color_scheme="light")
    page.goto(url)
    report: dict[str, Any] = page.evaluate("options => axe.run(document, options)", RULES)
    found = violations(url, report)
    page.emulate_media(color_scheme="dark")
    dark: dict[str, Any] = page.evaluate("options => axe.run(document, options)", COLOURS)
    found += violations(f"{url} (dark)", dark)
    found += [f"{url}: content policy: {item}" for item in page.evaluate("window.__csp")]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{url}: scrolls sideways")
    assert report["passes"], f"axe found nothing to check on {url}"
    return found


def violations(where: str, report: dict[str, Any]) -> list[str]:
    """Return the violations of an axe report, one line each."""
    return [
        f"{where}: {violation['id']}: {node['html'][:160]}"
        for violation in report["violations"]
        for node in violation["nodes"]
        # axe finds no words in MathML; screen readers do, and a formula may well head a column.
        if not (violation["id"] == "empty-table-header" and "<math" in node["html"])
    ]


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
@pytest.mark.parametrize(("lang", "width"), LOOKS)
def test_no_page_has_a_fault(browser: Browser, site: Site, lang: str, width: int) -> None:
    visits = [(None, SIGNED_OUT), (LEARNER, LEARNER_PAGES), ("admin@example.org", ADMIN_PAGES)]

    found: list[str] = []
    for email, addresses in visits:
        context = look(browser, lang, width)
        page = sign_in(context, site, email) if email else context.new_page()
        for address in addresses:
            found += faults(page, f"{site.url}{address}{'&' if '?' in address else '?'}lang={lang}")
        context.close()

    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_and_its_explanation_fit_a_phone(
    browser: Browser, site: Site, lang: str
) -> None:
    with sqlite3.connect(site.data_dir / "mianjing.db") as db:
        answered = db.execute("SELECT max(id), slug FROM attempts WHERE user_id = 1 GROUP BY slug")
        addresses = [f"/practice/{slug}/{attempt}" for attempt, slug in answered]
    context = look(browser, lang, 390)
    page = sign_in(context, site, LEARNER)

    found = [
        fault for address in addresses for fault in faults(page, f"{site.url}{address}?lang={lang}")
    ]

    assert len(addresses) > 50
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
