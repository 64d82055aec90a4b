"""The picture of an error: what is drawn, and what is not."""

import re

import numpy as np

from sandbox.picture import MOST, heat


def shades(drawing: str | None) -> list[str]:
    assert drawing is not None
    return re.findall(r'<rect class="(e\w)"', drawing)


def test_the_largest_error_is_darkest_and_none_is_lightest() -> None:
    got = np.array([[0.0, 1.0], [0.01, 0.0]])

    assert shades(heat(got, np.zeros((2, 2)))) == ["e0", "e5", "e3", "e0"]


def test_what_is_not_finite_has_a_colour_of_its_own() -> None:
    assert shades(heat(np.array([np.nan, 1.0]), np.array([1.0, 1.0]))) == ["en", "e0"]


def test_errors_however_far_apart_are_drawn() -> None:
    got = np.array([np.finfo(float).max, 5e-324, 0.0])

    assert shades(heat(got, np.zeros(3))) == ["e5", "e1", "e0"]


def test_large_arrays_are_gathered_into_few_cells() -> None:
    got = np.zeros((1000, 3))
    got[999, 2] = 1.0

    cells = shades(heat(got, np.zeros((1000, 3))))

    assert len(cells) == MOST * 3
    assert cells[-1] == "e5"


def test_other_values_have_no_picture() -> None:
    for got, want in (
        (1.0, 2.0),
        (np.zeros((2, 2, 2)), np.ones((2, 2, 2))),
        (np.zeros(2), np.zeros(3)),
        (np.zeros(0), np.zeros(0)),
    ):
        assert heat(got, want) is None


def test_whole_numbers_of_every_width_are_drawn() -> None:
    big = np.array([2**64 - 1, 0], np.uint64)

    assert shades(heat(big, np.zeros(2, np.uint64))) == ["e5", "e0"]
