"""How near a number must be: the four checks of numeric questions."""

import math
from typing import Literal

from app.domain.variants import Number, format_number

Check = Literal["exact_int", "abs", "rel", "sigfigs"]

NEAR = 10
"""Within this many times the tolerance an answer is near, though not right."""
_SLACK = 1e-9
"""Share of the key granted to the rounding of binary fractions."""
_EXACT_DIGITS = 12
_MAX_DECIMALS = 15


def close(check: Check, tol: Number, key: Number, value: Number, *, times: int = 1) -> bool:
    """Say whether `value` counts as `key`, within `times` the tolerance.

    `tol` is the greatest difference (abs), that share of the key (rel), or the number n of
    significant figures (sigfigs): within half a unit of the key's n-th figure.
    """
    if check == "exact_int":
        return value == key
    return abs(value - key) <= _reach(check, tol, key) * times + _SLACK * abs(key)


def _reach(check: Check, tol: Number, key: Number) -> float:
    if check == "abs":
        return tol
    if check == "rel":
        return tol * abs(key)
    if key == 0:
        return 0.0
    return float(10.0 ** (math.floor(math.log10(abs(key))) + 1 - int(tol)) / 2)


def shown_key(check: Check, tol: Number, key: Number) -> str:
    """Return a key with as many figures as its tolerance makes sense of, and its whole part."""
    if isinstance(key, int):
        return format_number(key)
    digits = _EXACT_DIGITS
    if check == "sigfigs":
        digits = int(tol)
    elif check == "rel" and tol > 0:
        digits = math.ceil(-math.log10(tol)) + 1
    elif check == "abs" and tol > 0:
        key = round(key, min(_MAX_DECIMALS, math.ceil(-math.log10(tol)) + 1))
    whole = math.floor(math.log10(abs(key))) + 1 if key else 1
    return format_number(key, min(_EXACT_DIGITS, max(digits, whole, 1)))
