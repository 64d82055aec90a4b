"""What only a browser can tell: where lines break around formulas, and how primes are drawn."""

import pytest
from playwright.sync_api import Browser

from app.bank.rendering import render
from app.settings import ROOT

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
