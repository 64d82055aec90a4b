"""The expression language of question files: numbers, comparisons, a few functions, nothing else.

Python's own parser reads the source; this module walks the tree through a short list of what is
allowed and builds closures. Cost is bounded before anything runs: at most 400 characters, 200
nodes, 40 levels; there are no loops, so the work of one evaluation is at most one operation per
node, each on numbers below about 1e301.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeAlias

from app.domain.text import Text

Number: TypeAlias = int | float
Value: TypeAlias = int | float | str
"""What an expression gives: a number, a truth value (a bool is an int), or words."""
_Inner: TypeAlias = int | float | str | list[int | float]
_Names: TypeAlias = Mapping[str, Number]
_Run: TypeAlias = Callable[[_Names], _Inner]

MAX_SOURCE = 400
MAX_NODES = 200
MAX_DEPTH = 40
_USE_WHERE = (
    "条件写作 where(条件, 成立时, 否则)。",
    "Write a condition as where(condition, value, otherwise).",
)
_MAX_BITS = 1000
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


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, checked and ready to run."""

    source: str
    names: frozenset[str]
    _run: _Run = field(repr=False, compare=False)

    def value(self, names: Mapping[str, Number]) -> Value:
        """Return the value for these names.

        Raises ExpressionError: unknown name, division by zero, outside a function's domain, too
        large, words where a number is needed.
        """
        try:
            value = self._run(names)
        except ZeroDivisionError:
            raise ExpressionError("除以零。", "Division by zero.") from None
        except OverflowError:
            raise _too_large() from None
        except ValueError as error:
            if isinstance(error, ExpressionError):
                raise
            raise ExpressionError(
                "超出函数的定义域（例如对负数开方或取对数）。",
                "Outside the domain of a function, such as the root or logarithm of a negative.",
            ) from None
        if isinstance(value, list):
            raise ExpressionError("结果是列表，不是数。", "The result is a list, not a number.")
        return value

    def number(self, names: Mapping[str, Number]) -> Number:
        """Return a value that must be a number. Raises ExpressionError like `value`."""
        value = self.value(names)
        if isinstance(value, str | bool):
            raise ExpressionError(
                "这里需要数，表达式给出的不是数。", "A number is needed here, and this is none."
            )
        return value

    def words(self, names: Mapping[str, Number]) -> str:
        """Return a value that must be words. Raises ExpressionError like `value`."""
        value = self.value(names)
        if not isinstance(value, str):
            raise ExpressionError(
                "这里需要加引号的文字，例如 where(f == 1, '甲', '乙')。",
                "Quoted words are needed here, as in where(f == 1, 'one', 'two').",
            )
        return value


@lru_cache(maxsize=65_536)
def compile_expression(source: str) -> Expression:
    """Check an expression and make it ready to run.

    Raises ExpressionError with the offset of what is not allowed.
    """
    if len(source) > MAX_SOURCE:
        raise ExpressionError(
            f"表达式超过 {MAX_SOURCE} 个字符，请拆成几个 derived 参数。",
            f"Longer than {MAX_SOURCE} characters; split it into several derived parameters.",
            MAX_SOURCE,
        )
    if "\n" in source.strip():
        raise ExpressionError("表达式要写在一行里。", "Write an expression on one line.")
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _not_grammar(source, error) from None
    compiler = _Compiler(source)
    run = compiler.compile(tree.body, 0)
    return Expression(source, frozenset(compiler.names), run)


def _not_grammar(source: str, error: Exception) -> ExpressionError:
    offset = max(0, (getattr(error, "offset", 1) or 1) - 1)
    if "if(" in source.replace(" ", "") or "?" in source:
        return ExpressionError(*_USE_WHERE, offset)
    return ExpressionError(
        f"第 {offset + 1} 个字符附近读不懂。",
        f"Cannot be read near character {offset + 1}.",
        offset,
    )


def _too_large() -> ExpressionError:
    return ExpressionError("结果太大。", "The result is too large.")


def _bounded(value: Number) -> Number:
    """Return a number that is real, finite and not huge. Raises ExpressionError."""
    if isinstance(value, complex):
        raise ExpressionError(
            "负数的分数次幂不是实数。", "A fractional power of a negative number is not real."
        )
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _too_large()
    elif value.bit_length() > _MAX_BITS:
        raise _too_large()
    return value


def _number(value: _Inner) -> Number:
    if isinstance(value, str | list):
        raise ExpressionError(
            "文字和列表不能参与运算。", "Words and lists cannot be calculated with."
        )
    return value


def _numbers(args: Sequence[_Inner]) -> list[Number]:
    """Return the arguments of min, max or sum: several numbers, or one list."""
    if len(args) == 1 and isinstance(args[0], list):
        return list(args[0])
    return [_number(arg) for arg in args]


def _power(left: Number, right: Number) -> Number:
    if abs(left) > _MAX_BASE or abs(right) > _MAX_EXPONENT:
        raise ExpressionError(
            f"乘方的底不超过 {_MAX_BASE}，指数不超过 {_MAX_EXPONENT}。",
            f"A power takes a base up to {_MAX_BASE} and an exponent up to {_MAX_EXPONENT}.",
        )
    return _bounded(left**right)


def _rounded(value: Number, places: Number = 0) -> Number:
    if not isinstance(places, int) or abs(places) > _MAX_PLACES:
        raise ExpressionError(
            f"round 的位数是不超过 {_MAX_PLACES} 的整数。",
            f"round takes a whole number of places, {_MAX_PLACES} at most.",
        )
    return round(value, places) if places else round(value)


_UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_OVER_NUMBERS: dict[str, Callable[[list[Number]], Number]] = {"min": min, "max": max, "sum": sum}
_OF_ONE: dict[str, Callable[[Number], Number]] = {
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "log2": math.log2,
}
FUNCTIONS = frozenset({*_OVER_NUMBERS, *_OF_ONE, "round", "where"})


class _Compiler:
    """Turns an allowed tree into closures, counting nodes on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.names: set[str] = set()
        self.nodes = 0

    def compile(self, node: ast.expr, depth: int) -> _Run:
        """Return the closure of a node. Raises ExpressionError for what is not allowed."""
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self._refused(node, "表达式太复杂。", "The expression is too complex.")
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name(id=name) if name not in FUNCTIONS:
                self.names.add(name)
                return _looked_up(name)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return self._call(name, node, depth)
            case ast.IfExp():
                raise self._refused(node, *_USE_WHERE)
            case _:
                return self._operation(node, depth)

    def _operation(self, node: ast.expr, depth: int) -> _Run:
        match node:
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
                return _unary(_UNARY[type(op)], self.compile(operand, depth + 1))
            case ast.BinOp(op=op) if type(op) in _BINARY:
                left, right = (self.compile(side, depth + 1) for side in (node.left, node.right))
                return _binary(_BINARY[type(op)], left, right)
            case ast.Compare(ops=ops) if all(type(op) in _COMPARE for op in ops):
                parts = self._all((node.left, *node.comparators), depth)
                return _comparison([_COMPARE[type(op)] for op in ops], parts)
            case ast.BoolOp(op=op, values=values):
                return _junction(self._all(values, depth), wanted=isinstance(op, ast.And))
            case ast.List(elts=elements) if elements:
                items = self._all(elements, depth)
                return lambda names: [_number(item(names)) for item in items]
            case _:
                raise self._refused(
                    node,
                    "表达式里不能这样写；可用：数、参数名、+ - * / // % **、比较、and or not、"
                    + "、".join(sorted(FUNCTIONS))
                    + "。",
                    "Not allowed in an expression. Use numbers, parameters, + - * / // % **, "
                    "comparisons, and or not, and " + ", ".join(sorted(FUNCTIONS)) + ".",
                )

    def _all(self, nodes: Sequence[ast.expr], depth: int) -> list[_Run]:
        return [self.compile(node, depth + 1) for node in nodes]

    def _refused(self, node: ast.expr, zh: str, en: str) -> ExpressionError:
        # The parser counts columns in UTF-8 bytes, people in characters.
        stripped = self.source.strip()
        before = stripped.encode(errors="replace")[: node.col_offset].decode(errors="replace")
        indent = len(self.source) - len(self.source.lstrip())
        return ExpressionError(zh, en, indent + len(before))

    def _constant(self, node: ast.Constant) -> _Run:
        value = node.value
        if not isinstance(value, bool | int | float | str):
            raise self._refused(node, "只能用数和文字。", "Only numbers and words can be used.")
        if not isinstance(value, str):
            _bounded(value)
        kept: _Inner = value
        return lambda _names: kept

    def _call(self, name: str, node: ast.Call, depth: int) -> _Run:
        if name not in FUNCTIONS:
            near = get_close_matches(name, FUNCTIONS, 1)
            raise self._refused(
                node,
                f"没有函数 {name}" + (f"，是不是 {near[0]}？" if near else "。"),
                f"There is no function {name}" + (f"; did you mean {near[0]}?" if near else "."),
            )
        args = self._all(node.args, depth)
        low, high = {"where": (3, 3), "round": (1, 2)}.get(
            name, (1, MAX_NODES) if name in _OVER_NUMBERS else (1, 1)
        )
        if not low <= len(args) <= high:
            raise self._refused(
                node,
                f"{name} 的参数个数不对（{len(args)} 个）。",
                f"{name} has the wrong number of arguments ({len(args)}).",
            )
        if name in _OVER_NUMBERS and len(args) == 1 and not isinstance(node.args[0], ast.List):
            raise self._refused(
                node,
                f"{name} 需要列表或至少两个数，例如 {name}([a, b, c])。",
                f"{name} takes a list or at least two numbers, as in {name}([a, b, c]).",
            )
        return _call(name, args)


def _looked_up(name: str) -> _Run:
    def run(names: _Names) -> _Inner:
        try:
            return names[name]
        except KeyError:
            near = get_close_matches(name, names, 1)
            raise ExpressionError(
                f"没有参数 {name}" + (f"，是不是 {near[0]}？" if near else "。"),
                f"There is no parameter {name}" + (f"; did you mean {near[0]}?" if near else "."),
            ) from None

    return run


def _unary(apply: Callable[[Number], Number], inner: _Run) -> _Run:
    return lambda names: apply(_number(inner(names)))


def _binary(apply: Callable[[Number, Number], Number], left: _Run, right: _Run) -> _Run:
    return lambda names: _bounded(apply(_number(left(names)), _number(right(names))))


def _comparison(tests: Sequence[Callable[[Number, Number], bool]], parts: Sequence[_Run]) -> _Run:
    def run(names: _Names) -> _Inner:
        values = [_number(part(names)) for part in parts]
        return all(test(a, b) for test, a, b in zip(tests, values, values[1:], strict=False))

    return run


def _junction(parts: Sequence[_Run], *, wanted: bool) -> _Run:
    """`and` (wanted) stops at the first false part, `or` at the first true one."""

    def run(names: _Names) -> _Inner:
        return (
            all(_number(p(names)) for p in parts)
            if wanted
            else any(_number(p(names)) for p in parts)
        )

    return run


def _call(name: str, args: Sequence[_Run]) -> _Run:
    if name == "where":
        condition, yes, no = args
        return lambda names: yes(names) if _number(condition(names)) else no(names)
    if name == "round":
        return lambda names: _rounded(*(_number(arg(names)) for arg in args))
    if name in _OVER_NUMBERS:
        over = _OVER_NUMBERS[name]
        return lambda names: _bounded(over(_numbers([arg(names) for arg in args])))
    of_one, (only,) = _OF_ONE[name], args
    return lambda names: _bounded(of_one(_number(only(names))))
