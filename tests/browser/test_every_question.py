"""Every question of the bank with its explanation, on a phone: no fault, nothing cut off."""

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe
from tests.browser.conftest import AXE, LEARNER, sign_in
from tests.browser.pages import answers_of_demo
from tests.browser.site import Site

# The way htmx goes from one question to the next: the page stays, the desk is another one.
_SWAP = """async (address) => {
  await htmx.ajax("GET", address, { target: "#desk", swap: "outerHTML" });
  // Boxes that scroll sideways are made reachable once they were laid out.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.skipif(not AXE.exists(), reason="not run here: npm could not install axe-core")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_and_its_explanation_fit_a_phone(
    browser: Browser, site: Site, lang: str
) -> None:
    answers = answers_of_demo(site, "slug")
    addresses = [f"/practice/{slug}/{attempt}" for slug, attempt in answers]
    context = axe.open_context(browser, lang)
    page = sign_in(context, site, LEARNER)
    page.goto(f"{site.url}{addresses[0]}?lang={lang}")

    found: list[str] = []
    for address in addresses:
        page.evaluate(_SWAP, address)
        expect(page.locator(f"#card a[href^='{address}?']")).to_be_attached()
        found += [f"{address}: {said}" for said in axe.faults(page, axe.PHONE, part="#main")]
    context.close()

    assert len(addresses) > 50
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
