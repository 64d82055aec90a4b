"""Mutants: one change each, all of them programs."""

import ast

import pytest

from app.domain.mutants import mutants

SOURCE = """\
def f(x, y=2):
    total = x * y + 1
    if x < y and not y:
        total -= 1
        total += 3
    return total
"""


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (1, "2 → 3"),
        (2, "Mult → Div"),
        (2, "Add → Sub"),
        (3, "Lt → LtE"),
        (3, "not left out"),
        (4, "Sub= → Add="),
        (3, "last statement of if left out"),
    ],
)
def test_every_kind_of_change_is_made_with_its_line(line: int, change: str) -> None:
    assert (line, change) in {(one.line, one.change) for one in mutants(SOURCE)}


def test_every_mutant_is_a_program_of_its_own() -> None:
    sources = [one.source for one in mutants(SOURCE)]

    assert len(set(sources)) == len(sources)
    assert ast.unparse(ast.parse(SOURCE)) not in sources
    for source in sources:
        ast.parse(source)


def test_truth_values_are_flipped_rather_than_counted() -> None:
    assert [one.source for one in mutants("a = True\n")] == ["a = False"]
