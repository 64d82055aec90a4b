"""A small picture of an error: |got - expected| of an array of one or two axes, as SVG cells.

Colours come from the page's style sheet (classes `e0` … `e5` and `en` for not finite), so that the
picture follows the theme and no style attribute is needed under a strict content security policy.
"""

import math
from typing import Any, Final

import numpy as np

CELL: Final = 12  # px
MOST: Final = (
    24  # cells along an axis; more are gathered, each cell then showing the worst of its block
)
STEPS: Final = 5


def heat(got: object, expected: object) -> str | None:
    """Draw the error of two numeric arrays of one shape with 1 or 2 axes; None for all else."""
    if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray):
        return None
    if got.shape != expected.shape or got.ndim not in (1, 2) or not 1 < got.size <= 1 << 22:
        return None
    if got.dtype.kind not in "biufc" or expected.dtype.kind not in "biufc":
        return None
    error = _error(np.atleast_2d(got), np.atleast_2d(expected))
    rows, columns = (_edges(length) for length in error.shape)
    cells = [
        f'<rect class="{_shade(block, float(np.nanmax(error, initial=0.0)))}"'
        f' x="{column * CELL}" y="{row * CELL}" width="{CELL - 1}" height="{CELL - 1}"/>'
        for row, (top, bottom) in enumerate(rows)
        for column, (left, right) in enumerate(columns)
        for block in [error[top:bottom, left:right]]
    ]
    width, height = len(columns) * CELL, len(rows) * CELL
    return (
        f'<svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-hidden="true">{"".join(cells)}</svg>'
    )


def _error(got: Any, want: Any) -> Any:  # noqa: ANN401 - arrays with 2 axes
    """Return |got - want| as float64; NaN where one is not finite and the other is not the same."""
    kind = np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64
    with np.errstate(all="ignore"):
        mine, theirs = got.astype(kind), want.astype(kind)
        same = (mine == theirs) | (np.isnan(mine) & np.isnan(theirs))
        error = np.where(same, 0.0, np.abs(mine - theirs))
    error[~np.isfinite(error)] = np.nan
    return error


def _edges(length: int) -> list[tuple[int, int]]:
    cells = min(length, MOST)
    return [(i * length // cells, (i + 1) * length // cells) for i in range(cells)]


def _shade(block: Any, largest: float) -> str:  # noqa: ANN401 - a piece of the error
    """Class of a cell: its worst error on a scale of decades below the largest."""
    if np.isnan(block).any():
        return "en"
    worst = float(block.max())
    if worst == 0 or largest == 0:
        return "e0"
    decades = math.log10(largest) - math.log10(worst)  # their quotient may be infinite
    return f"e{max(1, STEPS - int(decades))}"
