"""Draws the pictures of docs/screenshots anew: python -m tests.browser.screenshots."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.domain.expressions import compile_expression
from app.domain.kinds.numeric import NumericQuestion
from app.settings import ROOT
from tests.browser.answers import question_on
from tests.browser.conftest import CHROMIUM, FLAGS, LEARNER, sign_in
from tests.browser.site import Site

TARGET = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


@dataclass(frozen=True)
class Shot:
    """One picture: where, how it looks, and what is typed first (a wrong answer to be named)."""

    name: str
    path: str
    lang: str = "en"
    theme: str = "light"
    width: int = 1280
    height: int = 900
    mistaken: bool = False
    """Answer with the first mistake that the question knows by name."""
    submitted: str = ""
    """File of a solution, below the question's folder, that is submitted first."""


SHOTS = (
    Shot("dashboard-zh-light", "/", "zh"),
    Shot("dashboard-en-dark-phone", "/", "en", "dark", 390, 844),
    Shot("practice-en-light", "/practice/receptive-field-equals-5x5"),
    Shot("practice-zh-dark", "/practice/bn-algorithm-four-steps", "zh", "dark"),
    Shot("feedback-en-light", "/practice/param-count-lstm-example", mistaken=True),
    Shot("feedback-zh-dark-phone", "/practice/conv-params", "zh", "dark", 390, 844, mistaken=True),
    Shot(
        "coding-en-light",
        "/code/batchnorm-backward",
        height=1080,
        submitted="wrong/constant_statistics.py",
    ),
    Shot(
        "coding-zh-dark-phone",
        "/code/batchnorm-backward",
        "zh",
        "dark",
        390,
        844,
        submitted="wrong/constant_statistics.py",
    ),
    Shot("questions-zh-light", "/questions?q=感受野", "zh"),
    Shot("progress-en-light", "/progress"),
)


def draw(browser: Browser, site: Site, shot: Shot) -> None:
    """Open a page as one learner would see it and keep what the screen shows."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="zh-CN" if shot.lang == "zh" else "en-GB",
        reduced_motion="reduce",
        device_scale_factor=1.5 if shot.width < 500 else 1,
    )
    page = sign_in(context, site, LEARNER)
    page.goto(f"{site.url}{shot.path}{'&' if '?' in shot.path else '?'}lang={shot.lang}")
    if shot.mistaken:
        make_a_known_mistake(page)
    if shot.submitted:
        submit(page, shot.submitted)
    page.screenshot(path=TARGET / f"{shot.name}.png")
    context.close()


def make_a_known_mistake(page: Page) -> None:
    """Give the number that a known slip gives, and show what is said about it."""
    question = question_on(page)
    assert isinstance(question, NumericQuestion)
    variant = question.variant(int(page.input_value("input[name=variant]")))
    slip = compile_expression(question.answer.common_errors[0].value).number(variant.numbers)
    page.fill("input[name=answer]", str(slip))
    page.press("input[name=answer]", "Enter")
    page.wait_for_selector("#feedback")
    page.evaluate("document.querySelector('#card').scrollIntoView()")


def submit(page: Page, file: str) -> None:
    """Hand in a solution that comes with the question, and show what is said of it."""
    slug = page.url.split("/code/")[1].split("?")[0]
    source = next((ROOT / "questions").glob(f"*/{slug}/{file}")).read_text("utf-8")
    while page.locator("button[value=submit]").is_disabled():  # the judge starts with the site
        page.wait_for_timeout(500)
        page.reload()
    page.wait_for_selector(".cm-content")
    page.evaluate(
        "source => dispatchEvent(new CustomEvent('mianjing:restore', { detail: { source } }))",
        source,
    )
    page.wait_for_selector("#draft-state[data-state=saved]")
    page.click("button[value=submit]")
    page.wait_for_selector("#result:not([data-events]) .stamp")
    page.wait_for_timeout(500)
    page.evaluate(
        """innerWidth > 500 ? scrollTo(0, 0)
          : document.querySelector("#judged").scrollIntoView({ block: "center" })"""
    )


def main() -> None:
    """Fill a demo site, open it, draw every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mianjing-shots-") as scratch, sync_playwright() as p:
        site = Site(Path(scratch))
        site.command("demo", "--data-dir", scratch)
        site.start()
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for shot in SHOTS:
            draw(browser, site, shot)
        browser.close()
        site.stop()


if __name__ == "__main__":
    main()
