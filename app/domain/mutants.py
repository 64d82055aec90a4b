"""Small changes of a program, one at a time: tests that are worth something notice them.

The operators are the classic ones of mutation testing (arithmetic, relational, constant, statement
deletion; Offutt et al., "An experimental determination of sufficient mutant operators", 1996).
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


Kind = TypeVar("Kind", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program that differs in one place: where (line of the original), how, and its text."""

    line: int
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a program, in the order of its text. Raises SyntaxError."""
    tree = ast.parse(source)
    count = sum(1 for _ in ast.walk(tree))
    for place in range(count):
        for change, changed in _changes(tree, place):
            node = _node(tree, place)
            yield Mutant(getattr(node, "lineno", 0), change, ast.unparse(changed))


def _changes(tree: ast.Module, place: int) -> Iterator[tuple[str, ast.Module]]:
    node = _node(tree, place)
    if isinstance(node, ast.BinOp) and (other := _ARITHMETIC.get(type(node.op))) is not None:
        changed = copy.deepcopy(tree)
        _at(changed, place, ast.BinOp).op = other()
        yield f"{_name(node.op)} → {other.__name__}", _whole(changed)
    elif isinstance(node, ast.AugAssign) and (other := _ARITHMETIC.get(type(node.op))) is not None:
        changed = copy.deepcopy(tree)
        _at(changed, place, ast.AugAssign).op = other()
        yield f"{_name(node.op)}= → {other.__name__}=", _whole(changed)
    elif isinstance(node, ast.Compare) and (swap := _RELATIONS.get(type(node.ops[0]))) is not None:
        changed = copy.deepcopy(tree)
        _at(changed, place, ast.Compare).ops[0] = swap()
        yield f"{_name(node.ops[0])} → {swap.__name__}", _whole(changed)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        changed = copy.deepcopy(tree)
        _at(changed, place, ast.Constant).value = value
        yield f"{node.value!r} → {value!r}", _whole(changed)
    elif isinstance(node, ast.If | ast.For | ast.While) and len(node.body) > 1:
        changed = copy.deepcopy(tree)
        del _at(changed, place, type(node)).body[-1]
        yield f"last statement of {_name(node).lower()} left out", _whole(changed)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        changed = copy.deepcopy(tree)
        _at(changed, place, ast.UnaryOp).op = ast.UAdd()
        yield "not left out", _whole(changed)


def _node(tree: ast.Module, place: int) -> ast.AST:
    return next(node for index, node in enumerate(ast.walk(tree)) if index == place)


def _at(tree: ast.Module, place: int, kind: type[Kind]) -> Kind:
    node = _node(tree, place)
    assert isinstance(node, kind)  # noqa: S101  a copy has the same shape
    return node


def _whole(tree: ast.Module) -> ast.Module:
    return ast.fix_missing_locations(tree)


def _name(node: ast.AST) -> str:
    return type(node).__name__
