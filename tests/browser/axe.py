"""Looking at pages with axe-core: every rule once, and what colours decide once more per theme."""

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import AXE

PHONE, DESK = 390, 1280
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS = ["color-contrast", "link-in-text-block"]
"""All rules of axe that a theme can change."""
_PREPARE = """
window.__csp = [];
document.addEventListener('securitypolicyviolation', e => window.__csp.push(e.violatedDirective));
"""
# Only what is wrong crosses from the browser: the list of what passed is most of axe's work.
_RUN = """async ([part, rules]) => {
  const options = { runOnly: rules, resultTypes: ["violations"], preload: false };
  const report = await axe.run(part, options);
  return {
    checked: report.passes.length,
    faults: report.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html])),
  };
}"""
# A colour on its way to another one is neither: every animation is taken to its end.
# Boxes that scroll sideways are made reachable once they were laid out: two frames later.
_TURN = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  for (let all; (all = document.getAnimations()).length;) for (const one of all) one.finish();
  await new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
    setTimeout(done, 1000);
  });
}"""
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def open_context(browser: Browser, lang: str) -> BrowserContext:
    """Open a context of one language; axe comes in past the policy that pages must obey."""
    context = browser.new_context(
        viewport={"width": DESK, "height": 900},
        color_scheme="light",
        locale="zh-CN" if lang == "zh" else "en-GB",
        reduced_motion="reduce",
    )
    context.add_init_script(_PREPARE)
    context.add_init_script(path=AXE)
    return context


def faults(page: Page, *widths: int, part: str = "html") -> list[str]:
    """Return every fault of a page, or of a part, as shown at some widths, in both themes."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for theme, rules in (("light", _RULES), ("dark", _COLOURS)):
            page.evaluate(_TURN, theme)
            found += [f"{theme}, {width} px: {fault}" for fault in _broken(page, part, rules)]
        if page.evaluate(_TOO_WIDE):
            found.append(f"{width} px: scrolls sideways")
    found += [f"content policy: {item}" for item in page.evaluate("window.__csp")]
    return [f"{page.url}: {fault}" for fault in found]


def _broken(page: Page, part: str, rules: list[str]) -> list[str]:
    report = page.evaluate(_RUN, [part, rules])
    assert report["checked"], f"axe found nothing to check on {page.url}"
    return [
        f"{rule}: {html[:160]}"
        for rule, html in report["faults"]
        # axe finds no words in MathML; screen readers do, and a formula may well head a column.
        if not (rule == "empty-table-header" and "<math" in html)
    ]
