"""Text can be read on whatever it stands on, in light and in dark."""

import re
from itertools import product

import pytest

from app.web.static import ROOT

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in _TOKEN.findall((ROOT / "css" / "app.css").read_text("utf-8"))
}
PAIRS = [
    *product(("ink", "ink-2", "blue", "seal"), ("paper", "grid", "sheet", "well")),
    *product(("jade", "gold"), ("sheet", "well")),
    *product(("ink",), ("blue-bg", "seal-bg", "jade-bg", "gold-bg")),
    ("ink-2", "blue-bg"),
    ("blue", "blue-bg"),
    ("seal", "seal-bg"),
    ("jade", "jade-bg"),
    ("gold", "gold-bg"),
    ("on-blue", "blue"),
    ("sheet", "seal"),
    ("sheet", "jade"),
    ("sheet", "gold"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_colour_has_both_themes() -> None:
    assert len(TOKENS) == 22


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=str)
def test_text_stands_out(text: str, ground: str, theme: str) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_the_frames_of_fields_can_be_seen(ground: str, theme: str) -> None:
    assert contrast(TOKENS["rule"][theme], TOKENS[ground][theme]) >= 3
