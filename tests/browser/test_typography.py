"""What only a browser can tell: where lines break, how primes are drawn, what is cut off."""

import pytest
from playwright.sync_api import Browser, Page

from app.bank.rendering import render
from app.settings import ROOT
from tests.browser.answers import answer_by_keyboard
from tests.browser.conftest import LEARNER, sign_in
from tests.browser.pages import pages_of_demo
from tests.browser.site import Site
from tests.rendered import repository

SAID = "图像大小为（$n^2$）时，有 $k$、$m$，还有 $x_i$。"
_BROKEN = """() => {
  const broken = [];
  for (const box of document.querySelectorAll(".box")) {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const left = box.getBoundingClientRect().left, right = box.getBoundingClientRect().right;
    for (let node; (node = walker.nextNode());) {
      if (node.parentElement.closest("math")) continue;
      for (let at = 0; at < node.data.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const place = range.getBoundingClientRect();
        if ("。、，）".includes(node.data[at]) && place.left - left < 2) broken.push(node.data[at]);
        if (node.data[at] === "（") {
          const formula = box.querySelector("math").getBoundingClientRect();
          if (Math.abs(formula.bottom - place.bottom) > 20) broken.push("（");
        }
      }
    }
  }
  return broken;
}"""


def _page(body: str) -> str:
    css = (ROOT / "static/css/reading.css").read_text("utf-8")
    return (
        f'<!doctype html><html lang="zh-CN"><style>{css} body {{ font: 16px/1.7 serif }}'
        f" p {{ margin: 0 }}</style><body>{body}"
    )


def test_no_line_begins_with_the_punctuation_after_a_formula(browser: Browser) -> None:
    html = render(SAID, "zh").html
    widths = range(64, 320, 4)
    boxes = "".join(f'<div class="box" style="width:{wide}px">{html}</div>' for wide in widths)
    page = browser.new_page()

    page.set_content(_page(boxes))

    assert page.evaluate(_BROKEN) == []
    page.close()


@pytest.mark.parametrize("tex", ["k'", "k''", "W'_{in}", "x'^2"])
def test_a_prime_stands_beside_the_top_of_its_letter(browser: Browser, tex: str) -> None:
    page = browser.new_page()

    page.set_content(_page(render(f"${tex}$ $k$", "zh").html))
    moved = page.locator("mo.tml-prime").first.evaluate(
        "prime => new DOMMatrix(getComputedStyle(prime).transform)"
        ".transformPoint(new DOMPoint(0, 1))"
    )
    size = page.locator("mo.tml-prime").first.evaluate(
        "prime => parseFloat(getComputedStyle(prime).fontSize)"
    )

    assert moved["y"] > size / 4  # not raised twice
    page.close()


STYLES = ("app.css", "reading.css")
TABLE = """| 名称 | 类型 | 含义 |
|---|---|---|
| `weight_decay` | `'adam'`、`'adamw'`、`'amsgrad'`、`'nadam'` | 容差 `atol=1e-12`，在根号里面 |
| `jacobian()`、`p` | 形状相同的 float64 数组，可以是任意维 | 这个参数的第一步是 `{}` |"""


def _styled(body: str) -> str:
    css = "".join((ROOT / "static/css" / name).read_text("utf-8") for name in STYLES)
    return f'<!doctype html><html lang="zh-CN"><style>{css}</style><body><div class="prose">{body}'


def test_no_word_of_code_is_broken_in_a_table_on_a_phone(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})

    page.set_content(_styled(render(TABLE, "zh").html))
    lines = page.locator("td code").evaluate_all(
        "words => words.map(word => [word.textContent, word.getClientRects().length])"
    )
    width = page.locator("table").evaluate("table => table.getBoundingClientRect().width")

    assert [word for word, count in lines if count > 1] == []
    assert width <= 390  # a list of names is broken after its commas
    page.close()


def test_a_chinese_character_fills_two_cells_of_a_picture(browser: Browser) -> None:
    page = browser.new_page()

    page.set_content(_styled(render("```text\n中文\n----\n──┐─\n```", "zh").html))
    ends = page.locator("pre code").evaluate("""code => {
      const text = code.firstChild, size = parseFloat(getComputedStyle(code).fontSize);
      return text.data.trimEnd().split("\\n").map((line, row, lines) => {
        const range = document.createRange(), from = lines.slice(0, row).join("-").length;
        range.setStart(text, from + (row ? 1 : 0));
        range.setEnd(text, from + (row ? 1 : 0) + line.length);
        return range.getBoundingClientRect().width / size;
      });
    }""")

    assert max(ends) - min(ends) < 0.1, ends
    page.close()


_FIRST_IN_LINE = """() => {
  const found = [];
  for (const text of document.querySelectorAll("#card .prose p")) {
    const left = text.getBoundingClientRect().left;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      for (let at = 0; at < node.data.length; at++) {
        if (!"。，、；：？）".includes(node.data[at])) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        if (range.getBoundingClientRect().left - left < 2) found.push(node.data[at]);
      }
    }
  }
  return found;
}"""


def test_no_line_begins_with_the_punctuation_after_a_gap(fresh: Page, site: Site) -> None:
    fresh.goto(f"{site.url}/practice/bn-lr-scale-invariance?lang=zh")

    for width in range(340, 720, 20):
        fresh.set_viewport_size({"width": width, "height": 900})

        assert fresh.evaluate(_FIRST_IN_LINE) == [], width


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_the_names_of_the_days_stand_beside_the_calendar(
    fresh: Page, site: Site, width: int
) -> None:
    fresh.set_viewport_size({"width": width, "height": 900})
    fresh.goto(f"{site.url}/?lang=en")
    card = fresh.locator(".sheet", has=fresh.locator(".calendar")).bounding_box()
    today = fresh.locator(".calendar rect").last.bounding_box()
    assert card is not None
    assert today is not None

    for name in ("Mon", "Wed", "Fri"):
        label = fresh.locator(".calendar text", has_text=name).bounding_box()
        assert label is not None
        assert card["x"] < label["x"]
    # It is the oldest weeks that give way where there is no room.
    assert today["x"] + today["width"] < card["x"] + card["width"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_javascript_nothing_is_wider_than_a_phone(
    browser: Browser, site: Site, lang: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = sign_in(context, site, LEARNER)

    wide = []
    for address in pages_of_demo(site):
        page.goto(f"{site.url}{address}{'&' if '?' in address else '?'}lang={lang}")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(address)
    context.close()

    assert wide == []


def test_the_longest_source_fits_a_phone(fresh: Page, site: Site) -> None:
    longest = max(
        (question for question in repository().current.live if question.kind != "code"),
        key=lambda question: max(len(source.ref) for source in question.sources),
    )
    fresh.set_viewport_size({"width": 390, "height": 900})
    fresh.goto(f"{site.url}/practice/{longest.slug}?lang=en")
    answer_by_keyboard(fresh)
    fresh.locator("details", has=fresh.locator(".sources")).locator("summary").click()

    assert fresh.evaluate("document.documentElement.scrollWidth") <= 390
