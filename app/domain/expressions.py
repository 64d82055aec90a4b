"""The expression language of question files: numbers, comparisons, a few functions, nothing else.

Python's own parser reads the source; this module walks the tree through a short list of what is
allowed and builds closures. Cost is bounded before anything runs: at most 400 characters, 200
nodes, 40 levels; there are no loops, so one evaluation is at most one operation per node, each on
numbers below about 1e301.
"""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeAlias

from app.domain.arithmetic import (
    BINARY,
    COMPARE,
    OF_ONE,
    OVER_NUMBERS,
    UNARY,
    ExpressionError,
    Names,
    Number,
    Run,
    binary,
    bounded,
    comparison,
    junction,
    looked_up,
    over_numbers,
    rounding,
    too_large,
    unary,
)

__all__ = ["FUNCTIONS", "Expression", "ExpressionError", "Value", "compile_expression"]

Value: TypeAlias = int | float | str
"""What an expression gives: a number, a truth value (a bool is an int), or words."""
_Words: TypeAlias = Callable[[Names], str]

FUNCTIONS = frozenset({*OVER_NUMBERS, *OF_ONE, "round", "where"})
MAX_SOURCE = 400
MAX_NODES = 200
MAX_DEPTH = 40
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_RUN_TOGETHER = re.compile(r"(?<![\w.])(?:[0-9][0-9_.]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+[A-Za-z]")
_ARITY = {"where": (3, 3), "round": (1, 2)}
_USE_WHERE = (
    "条件写作 where(条件, 成立时, 否则)。",
    "Write a condition as where(condition, value, otherwise).",
)
_NOT_ALLOWED = (
    "表达式里不能这样写；可用：数、参数名、+ - * / // % **、比较、and or not、"
    + "、".join(sorted(FUNCTIONS))
    + "。",
    "Not allowed in an expression. Use numbers, parameters, + - * / // % **, comparisons, "
    "and or not, and " + ", ".join(sorted(FUNCTIONS)) + ".",
)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, checked and ready to run."""

    source: str
    names: frozenset[str]
    _run: Run | _Words = field(repr=False, compare=False)

    def value(self, names: Mapping[str, Number]) -> Value:
        """Return the value for these names.

        Raises ExpressionError: unknown name, division by zero, outside a function's domain, too
        large.
        """
        try:
            return self._run(names)
        except ExpressionError:
            raise
        except ZeroDivisionError:
            raise ExpressionError("除以零。", "Division by zero.") from None
        except OverflowError:
            raise too_large() from None
        except ValueError:
            raise ExpressionError(
                "超出函数的定义域（例如对负数开方或取对数）。",
                "Outside the domain of a function, such as the root or logarithm of a negative.",
            ) from None

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
    if "\n" in source.strip() or "\\" in source:
        raise ExpressionError(
            "表达式写在一行里，不用反斜杠。",
            "Write an expression on one line, without backslashes.",
        )
    # Python reads "1and 2" with a warning on stderr; an author is better served by a refusal.
    if found := _RUN_TOGETHER.search(_QUOTED.sub(_blank, source)):
        raise ExpressionError(
            f"数字后面紧跟着字母：{found[0]}。",
            f"A letter follows a number directly: {found[0]}.",
            found.start(),
        )
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _not_grammar(source, error) from None
    compiler = _Compiler(source)
    run = compiler.words(tree.body, 0) if _is_words(tree.body) else compiler.number(tree.body, 0)
    return Expression(source, frozenset(compiler.names), run)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _not_grammar(source: str, error: Exception) -> ExpressionError:
    offset = max(0, (getattr(error, "offset", 1) or 1) - 1)
    if "if(" in source.replace(" ", "") or "?" in source:
        return ExpressionError(*_USE_WHERE, offset)
    return ExpressionError(
        f"第 {offset + 1} 个字符附近读不懂。",
        f"Cannot be read near character {offset + 1}.",
        offset,
    )


def _is_words(node: ast.expr) -> bool:
    """Say whether a node stands for words: quoted text, or a choice between words."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id != "where" or len(node.args) != _ARITY["where"][0]:
            return False
        node = node.args[1]
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class _Compiler:
    """Turns an allowed tree into closures, counting nodes on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.names: set[str] = set()
        self.nodes = 0

    def words(self, node: ast.expr, depth: int) -> _Words:
        """Return the closure of a node that gives words. Raises ExpressionError."""
        self._count(node, depth)
        match node:
            case ast.Constant(value=str(text)):
                return lambda _names: text
            case ast.Call(func=ast.Name(id="where"), args=[condition, yes, no], keywords=[]):
                holds = self.number(condition, depth + 1)
                first, second = self.words(yes, depth + 1), self.words(no, depth + 1)
                return lambda names: first(names) if holds(names) else second(names)
            case _:
                raise self._refused(
                    node, "两个分支都要是文字。", "Both branches have to be words, in quotes."
                )

    def number(self, node: ast.expr, depth: int) -> Run:
        """Return the closure of a node that gives a number. Raises ExpressionError."""
        self._count(node, depth)
        match node:
            case ast.Constant(value=bool() | int() | float() as value):
                bounded(value)
                return lambda _names: value
            case ast.Constant() | ast.List():
                raise self._refused(
                    node,
                    "文字和列表不能参与运算；列表只能放进 sum、min、max。",
                    "Words and lists cannot be calculated with; a list goes into sum, min or max.",
                )
            case ast.Name(id=name) if name not in FUNCTIONS:
                self.names.add(name)
                return looked_up(name)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return self._call(name, node, depth)
            case ast.IfExp():
                raise self._refused(node, *_USE_WHERE)
            case _:
                return self._operation(node, depth)

    def _operation(self, node: ast.expr, depth: int) -> Run:
        match node:
            case ast.UnaryOp(op=op, operand=operand) if type(op) in UNARY:
                return unary(UNARY[type(op)], self.number(operand, depth + 1))
            case ast.BinOp(op=op) if type(op) in BINARY:
                left, right = self._all((node.left, node.right), depth)
                return binary(BINARY[type(op)], left, right)
            case ast.Compare(ops=ops) if all(type(op) in COMPARE for op in ops):
                parts = self._all((node.left, *node.comparators), depth)
                return comparison([COMPARE[type(op)] for op in ops], parts)
            case ast.BoolOp(op=op, values=values):
                return junction(self._all(values, depth), wanted=isinstance(op, ast.And))
            case _:
                raise self._refused(node, *_NOT_ALLOWED)

    def _call(self, name: str, node: ast.Call, depth: int) -> Run:
        if name not in FUNCTIONS:
            near = get_close_matches(name, FUNCTIONS, 1)
            raise self._refused(
                node,
                f"没有函数 {name}" + (f"，是不是 {near[0]}？" if near else "。"),
                f"There is no function {name}" + (f"; did you mean {near[0]}?" if near else "."),
            )
        if name in OVER_NUMBERS:
            return over_numbers(name, self._several(name, node, depth))
        low, high = _ARITY.get(name, (1, 1))
        if not low <= len(node.args) <= high:
            raise self._refused(
                node,
                f"{name} 的参数个数不对（{len(node.args)} 个）。",
                f"{name} has the wrong number of arguments ({len(node.args)}).",
            )
        parts = self._all(node.args, depth)
        if name == "where":
            holds, yes, no = parts
            return lambda names: yes(names) if holds(names) else no(names)
        return rounding(parts) if name == "round" else unary(OF_ONE[name], parts[0])

    def _several(self, name: str, node: ast.Call, depth: int) -> list[Run]:
        """Return the closures of a list, or of at least two numbers."""
        match node.args:
            case [ast.List(elts=elements)] if elements:
                return self._all(elements, depth + 1)
            case [_, _, *_]:
                return self._all(node.args, depth)
            case _:
                raise self._refused(
                    node,
                    f"{name} 需要列表或至少两个数，例如 {name}([a, b, c])。",
                    f"{name} takes a list or at least two numbers, as in {name}([a, b, c]).",
                )

    def _all(self, nodes: Sequence[ast.expr], depth: int) -> list[Run]:
        return [self.number(node, depth + 1) for node in nodes]

    def _count(self, node: ast.expr, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self._refused(node, "表达式太复杂。", "The expression is too complex.")

    def _refused(self, node: ast.expr, zh: str, en: str) -> ExpressionError:
        # The parser counts columns in UTF-8 bytes, people in characters.
        stripped = self.source.strip()
        before = stripped.encode(errors="replace")[: node.col_offset].decode(errors="replace")
        indent = len(self.source) - len(self.source.lstrip())
        return ExpressionError(zh, en, indent + len(before))
