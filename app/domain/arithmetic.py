"""The arithmetic of expressions: every result is real, finite and not huge, or an ExpressionError.

Each function here returns a closure from names to a value, made once and run for every variant.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeAlias

from app.domain.text import Text

Number: TypeAlias = int | float
Names: TypeAlias = Mapping[str, Number]
Run: TypeAlias = Callable[[Names], Number]

_MAX_BITS = 1000
_PLAINLY_SMALL = 1e300
_MAX_BASE = 1_000_000
_MAX_EXPONENT = 64
_MAX_PLACES = 15


class ExpressionError(ValueError):
    """An expression cannot be used, or has no value for these names."""

    def __init__(self, zh: str, en: str, offset: int = 0) -> None:
        """Keep the message in both languages; `offset` counts characters from 0."""
        super().__init__(en)
        self.message = Text(zh=zh, en=en)
        self.offset = offset


def too_large() -> ExpressionError:
    """Return the error of a result beyond reach."""
    return ExpressionError("结果太大。", "The result is too large.")


def bounded(value: Number) -> Number:
    """Return a number that is real, finite and not huge. Raises ExpressionError."""
    if isinstance(value, complex):
        raise ExpressionError(
            "负数的分数次幂不是实数。", "A fractional power of a negative number is not real."
        )
    fits = math.isfinite(value) if isinstance(value, float) else value.bit_length() <= _MAX_BITS
    if not fits:
        raise too_large()
    return value


def _power(left: Number, right: Number) -> Number:
    if abs(left) > _MAX_BASE or abs(right) > _MAX_EXPONENT:
        raise ExpressionError(
            f"乘方的底不超过 {_MAX_BASE}，指数不超过 {_MAX_EXPONENT}。",
            f"A power takes a base up to {_MAX_BASE} and an exponent up to {_MAX_EXPONENT}.",
        )
    return bounded(left**right)


def _rounded(value: Number, places: Number = 0) -> Number:
    if not isinstance(places, int) or abs(places) > _MAX_PLACES:
        raise ExpressionError(
            f"round 的位数是不超过 {_MAX_PLACES} 的整数。",
            f"round takes a whole number of places, {_MAX_PLACES} at most.",
        )
    return round(value, places) if places else round(value)


UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
COMPARE: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
OVER_NUMBERS: dict[str, Callable[[list[Number]], Number]] = {"min": min, "max": max, "sum": sum}
OF_ONE: dict[str, Callable[[Number], Number]] = {
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "log2": math.log2,
}


def looked_up(name: str) -> Run:
    """Return what gives the value of a name."""

    def run(names: Names) -> Number:
        try:
            return names[name]
        except KeyError:
            near = get_close_matches(name, names, 1)
            raise ExpressionError(
                f"没有参数 {name}" + (f"，是不是 {near[0]}？" if near else "。"),
                f"There is no parameter {name}" + (f"; did you mean {near[0]}?" if near else "."),
            ) from None

    return run


def unary(apply: Callable[[Number], Number], inner: Run) -> Run:
    """Return what applies a function of one number."""
    return lambda names: bounded(apply(inner(names)))


def binary(apply: Callable[[Number, Number], Number], left: Run, right: Run) -> Run:
    """Return what applies an operator of two numbers."""

    def run(names: Names) -> Number:
        value = apply(left(names), right(names))
        # Nearly every result passes here, which is cheaper than looking at its type.
        return value if -_PLAINLY_SMALL < value < _PLAINLY_SMALL else bounded(value)

    return run


def comparison(tests: Sequence[Callable[[Number, Number], bool]], parts: Sequence[Run]) -> Run:
    """Return what compares a chain such as 1 < a <= b."""

    def run(names: Names) -> Number:
        values = [part(names) for part in parts]
        return all(test(a, b) for test, a, b in zip(tests, values, values[1:], strict=False))

    return run


def junction(parts: Sequence[Run], *, wanted: bool) -> Run:
    """Return what stops at the first false part (`and`, wanted) or the first true one (`or`)."""
    if wanted:
        return lambda names: all(part(names) for part in parts)
    return lambda names: any(part(names) for part in parts)


def over_numbers(name: str, parts: Sequence[Run]) -> Run:
    """Return what takes the min, max or sum of several numbers."""
    apply = OVER_NUMBERS[name]
    return lambda names: bounded(apply([part(names) for part in parts]))


def rounding(parts: Sequence[Run]) -> Run:
    """Return what rounds a number, to places if there is a second part."""
    return lambda names: _rounded(*(part(names) for part in parts))
