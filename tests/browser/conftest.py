"""One site and one Chromium for all browser tests of a worker."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.coding import Bench, editor, running
from tests.browser.site import PASSWORD, Site

# The shell is the same engine without the windows around it: tests take half the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
]
LEARNER = "demo@example.org"
ADMIN = "admin@example.org"
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say that a browser test did not run, and why, where there is no browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="not run here: Chromium is missing"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a server with the demo learner on a scratch data directory."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.command("demo", "--data-dir", str(site.data_dir))
    site.enrol(ADMIN, "admin")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright once."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


def sign_in(context: BrowserContext, site: Site, email: str, password: str = PASSWORD) -> Page:
    """Sign in through the form and return the page that follows."""
    page = context.new_page()
    page.goto(f"{site.url}/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(site.url + "/")
    return page


def admit(context: BrowserContext, site: Site, token: str) -> Page:
    """Return a page of a context that brings the cookie of somebody signed in already."""
    context.add_cookies([{"name": "mianjing", "value": token, "url": site.url}])
    return context.new_page()


@pytest.fixture
def newcomer(request: pytest.FixtureRequest) -> str:
    """Return the address of a learner of this test's own."""
    return f"{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]}@example.org"


@pytest.fixture
def fresh(browser: Browser, site: Site, newcomer: str) -> Iterator[Page]:
    """Return a page signed in as a learner who has answered nothing yet."""
    context = browser.new_context()
    yield admit(context, site, site.enrol(newcomer))
    context.close()


@pytest.fixture(scope="session")
def coding_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Run a server with a coding page and nothing else."""
    with running(tmp_path_factory.mktemp("coding")) as bench:
        yield bench


@pytest.fixture
def bench(coding_server: Bench) -> Bench:
    """Return that server as if it had just been started."""
    vars(coding_server).update(vars(Bench(port=coding_server.port)))
    return coding_server


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser that has been nowhere yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def coding(blank: Page, bench: Bench) -> Page:
    """Return the coding page with its editor, its clock in the hand of the test."""
    blank.clock.install()
    blank.goto(bench.url)
    expect(editor(blank)).to_be_visible()
    return blank
