"""Is what came back what was expected? Typed, total and bounded: never raises, never broadcasts.

The value compared was made by hostile code, so `==` is only ever called on plain scalars, and every
container is walked by kind. Integers, booleans and strings are exact in every mode; floating point
follows `numpy.allclose`, |got − expected| ≤ atol + rtol·|expected|, with rtol no smaller than eight
units in the last place of the expected dtype, and with NaN equal to NaN only where NaN is expected.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sandbox.protocol import Compare

ULPS: Final = 8  # a tolerance below the dtype's own rounding would judge the order of summation
_SCALARS: Final = {float: np.float64, complex: np.complex128, int: np.int64, bool: np.bool_}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where and how a value is not the expected one.

    `reason` is value, not-finite, shape, dtype, type, length, keys or input-modified; `near` means
    only too imprecise. `at` leads through containers and then into the array. `got` and `expected`
    are the parts that differ: arrays or scalars, or names of types. `max_error` is the largest
    absolute error in that part, None where it has no meaning.
    """

    reason: str
    near: bool = False
    at: tuple[int | str, ...] = ()
    got: Any = None
    expected: Any = None
    max_error: float | None = None
    wrong: int = 0  # how many elements differ
    size: int = 0  # of how many


@dataclass(slots=True)
class _Worst:
    """The difference to report: the first that is wrong, else the first that is imprecise."""

    found: Difference | None = field(default=None)

    def see(self, difference: Difference | None) -> bool:
        """Note a difference; say whether looking further can change nothing."""
        if difference is not None and (
            self.found is None or (self.found.near and not difference.near)
        ):
            self.found = difference
        return self.found is not None and not self.found.near


def difference(got: object, expected: object, how: Compare) -> Difference | None:
    """Compare a decoded value with the expected one; None when it is right."""
    return _compare(got, expected, how, ())


def changed(before: object, after: object) -> Difference | None:
    """Compare arguments before and after a call, bit for bit; None when they are the same."""
    found = _compare(after, before, Compare(), ())
    if found is None:
        return None
    return Difference("input-modified", at=found.at, got=found.got, expected=found.expected)


def _compare(
    got: object, want: object, how: Compare, at: tuple[int | str, ...]
) -> Difference | None:
    if how.mode == "allclose":
        got = _as_expected(got, want)
    if type(got) is not type(want):
        return Difference("type", at=at, got=kind(got), expected=kind(want))
    if isinstance(want, np.ndarray):
        return _arrays(np.asarray(got), want, how, at)
    if isinstance(want, list | tuple):
        return _sequences(_sized(got), want, how, at)
    if isinstance(want, dict):
        return _mappings(got, want, how, at)
    if isinstance(want, float | complex):
        return _floating(np.asarray(got), np.asarray(want), how, at)
    return _scalars(got, want, at)


def _scalars(got: Any, want: Any, at: tuple[int | str, ...]) -> Difference | None:  # noqa: ANN401
    """Compare None, booleans, integers, strings or bytes of one and the same type."""
    if got == want:
        return None
    numbers = not isinstance(want, bool) and _small(got) and _small(want)
    error = float(abs(got - want)) if numbers else None
    return Difference("value", at=at, got=got, expected=want, max_error=error, wrong=1, size=1)


def _as_expected(got: object, want: object) -> object:
    """Take a NumPy scalar for the Python number of the same dtype, and the other way about."""
    if type(got) is type(want):
        return got
    if isinstance(got, np.ndarray) and got.shape == () and _is_number_of(want, got.dtype):
        return got.item()
    if isinstance(want, np.ndarray) and want.shape == () and _is_number_of(got, want.dtype):
        return np.asarray(got, want.dtype) if _small(got) or not isinstance(got, int) else got
    return got


def _is_number_of(value: object, dtype: np.dtype[Any]) -> bool:
    """Say whether a value is a Python number that NumPy would keep in this dtype."""
    kept = _SCALARS.get(type(value))  # None has to be told apart: NumPy takes it for float64
    return kept is not None and dtype == kept


def _small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1 << 53


def _sized(value: Any) -> Sequence[object]:  # noqa: ANN401 - the type was compared just before
    return value  # type: ignore[no-any-return]


def _sequences(
    got: Sequence[object], want: Sequence[object], how: Compare, at: tuple[int | str, ...]
) -> Difference | None:
    if len(got) != len(want):
        return Difference("length", at=at, got=len(got), expected=len(want))
    worst = _Worst()
    for place, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        if worst.see(_compare(mine, theirs, how, (*at, place))):
            break
    return worst.found


def _mappings(
    got: Any,  # noqa: ANN401 - a dict with keys of str and int: the decoder lets nothing else by
    want: dict[Any, object],
    how: Compare,
    at: tuple[int | str, ...],
) -> Difference | None:
    mine = {(type(key), key) for key in got}
    theirs = {(type(key), key) for key in want}
    if mine != theirs:
        return Difference("keys", at=at, got=_keys(got), expected=_keys(want))
    worst = _Worst()
    for key, value in want.items():
        if worst.see(_compare(got[key], value, how, (*at, key))):
            break
    return worst.found


def _keys(mapping: dict[Any, object]) -> list[str]:
    return sorted(map(repr, mapping))[:20]


def _arrays(
    got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], how: Compare, at: tuple[int | str, ...]
) -> Difference | None:
    if got.shape != want.shape:
        return Difference("shape", at=at, got=list(got.shape), expected=list(want.shape))
    if got.dtype != want.dtype:
        return Difference("dtype", at=at, got=str(got.dtype), expected=str(want.dtype))
    if want.dtype.kind in "fc":
        return _floating(got, want, how, at)
    wrong = got != want
    if not wrong.any():
        return None
    error = None
    if want.dtype.kind in "iu":
        # Of integers 64 bits wide the difference may not fit; floating point is near enough to say.
        error = float(np.abs(got.astype(np.float64) - want.astype(np.float64)).max(initial=0.0))
    return _point("value", got, want, wrong, at, error=error)


def _floating(
    got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], how: Compare, at: tuple[int | str, ...]
) -> Difference | None:
    with np.errstate(all="ignore"):
        if want.dtype.kind == "c":
            parts: tuple[Callable[[Any], Any], ...] = (np.real, np.imag)
        else:
            parts = (np.asarray,)
        pairs = [(_double(part(got)), _double(part(want))) for part in parts]
        rtol, atol = (0.0, 0.0) if how.mode == "exact" else (_floor(how.rtol, want.dtype), how.atol)
        if all(_all_close(mine, theirs, rtol, atol) for mine, theirs in pairs):
            return None
        wrong = _any(_outside(mine, theirs, rtol, atol) for mine, theirs in pairs)
        if not wrong.any():
            return None
        unlike = _any(~_same_where_not_finite(mine, theirs) for mine, theirs in pairs)
        if unlike.any():
            return _point("not-finite", got, want, unlike, at)
        error = max(_largest(mine, theirs) for mine, theirs in pairs)
        near = how.mode == "allclose" and how.near is not None
        if near and how.near is not None:
            wide = _floor(how.near.rtol, want.dtype)
            far = _any(_outside(mine, theirs, wide, how.near.atol) for mine, theirs in pairs)
            near = not far.any()
        return _point("value", got, want, wrong, at, error=error, near=near)


def _floor(rtol: float, dtype: np.dtype[Any]) -> float:
    return max(rtol, ULPS * float(np.finfo(dtype).eps))


def _any(masks: Any) -> Any:  # noqa: ANN401 - one or two boolean arrays
    return np.logical_or.reduce(list(masks))


def _same_where_not_finite(got: Any, want: Any) -> Any:  # noqa: ANN401 - float64 arrays
    both_nan = np.isnan(got) & np.isnan(want)
    finite = np.isfinite(got) & np.isfinite(want)
    return both_nan | finite | (np.isinf(got) & (got == want))


def _double(part: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return part.astype(np.float64, copy=False)


def _all_close(got: Any, want: Any, rtol: float, atol: float) -> bool:  # noqa: ANN401 - float64
    """Say quickly what is most often so: all finite, all within the tolerance."""
    # Not finite and yet within it can only be what stands beside an infinite expected value.
    near = np.abs(got - want) <= atol + rtol * np.abs(want)
    return bool(near.all() and np.isfinite(want).all())


def _outside(got: Any, want: Any, rtol: float, atol: float) -> Any:  # noqa: ANN401 - float64 arrays
    finite = np.isfinite(got) & np.isfinite(want)
    close = np.abs(got - want) <= atol + rtol * np.abs(want)
    return np.where(finite, ~close, ~_same_where_not_finite(got, want))


def _largest(got: Any, want: Any) -> float:  # noqa: ANN401 - float64 arrays
    finite = np.isfinite(got) & np.isfinite(want)
    return float(np.where(finite, np.abs(got - want), 0.0).max(initial=0.0))


def _point(
    reason: str,
    got: np.ndarray[Any, Any],
    want: np.ndarray[Any, Any],
    wrong: Any,  # noqa: ANN401 - a boolean array of their shape
    at: tuple[int | str, ...],
    *,
    error: float | None = None,
    near: bool = False,
) -> Difference:
    """Point at the first element that differs, in row-major order."""
    wrong = np.asarray(wrong)
    flat = int(np.argmax(wrong))
    index = tuple(int(i) for i in np.unravel_index(flat, wrong.shape)) if wrong.shape else ()
    if error is not None and not math.isfinite(error):
        error = None
    return Difference(
        reason,
        near=near,
        at=(*at, *index),
        got=got,
        expected=want,
        max_error=error,
        wrong=int(np.count_nonzero(wrong)),
        size=int(wrong.size),
    )


def kind(value: object) -> str:
    """Name the type of a decoded value as a learner would."""
    if isinstance(value, np.ndarray):
        return f"numpy.ndarray of {value.dtype}" if value.shape else f"numpy.{value.dtype}"
    return type(value).__name__
