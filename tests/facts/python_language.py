"""Facts of the questions on references and copies in Python."""

import copy
from typing import Any

import numpy as np
import pytest

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants

Question = dict[str, Any]


def right(node: Question) -> set[str]:
    """Return the ids of the right options."""
    return {option["id"] for option in node["options"] if option["correct"]}


def test_assignment_is_no_copy(question: Question) -> None:
    assert right(question) == {"f"}
    first: list[Any] = [1, 2, 3, ["a", "b"]]
    alias, shallow = first, copy.copy(first)
    first.append(5)
    assert alias is first
    assert len(shallow) == 4
    says(question, str(alias))
    alias = alias + [5]  # noqa: RUF005 - the spelling in question
    assert len(first) == 5
    alias = first
    alias += [5]
    assert len(first) == 6


def test_copies_after_appends(question: Question) -> None:
    keys = {g["id"]: compile_expression(g["answer"]["value"]) for g in question["gaps"]}
    for v, _ in variants(question, 40):
        a: list[Any] = [0] * v["size"] + [["x", "y"]]
        b, c, d = a, copy.copy(a), copy.deepcopy(a)
        inner = a[v["size"]]
        a.extend(range(v["p"]))
        inner.extend(range(v["q"]))
        lengths = (len(b), len(c), len(c[v["size"]]), len(d[v["size"]]))
        wanted = (keys[name].value(v) for name in ("alias", "shallow", "child", "deep"))
        assert lengths == tuple(wanted)


def test_tuple_with_list_copied(question: Question) -> None:
    t = ([1, 2], 3)
    s, d = copy.copy(t), copy.deepcopy(t)
    (chosen,) = (o for o in question["options"] if o["correct"])
    assert chosen["text"]["en"] == f"`{s is t} {d is t}`"
    flat = (1, 2)
    assert copy.deepcopy(flat) is flat
    t[0].append(9)
    says(question, f"`{s[0]}`", f"`{d[0]}`")
    with pytest.raises(TypeError):
        hash(t)


def test_deepcopy_keeps_sharing(question: Question) -> None:
    for v, key in variants(question, 40):
        rows = [[0] * v["m"]] * v["k"]
        d = copy.deepcopy(rows)
        d[0][0] = v["v"]
        assert sum(map(sum, d)) == key
        assert len({id(row) for row in d}) == 1
        assert d[0] is not rows[0]
    x: list[Any] = []
    x.append(x)
    y = copy.deepcopy(x)
    assert y[0] is y
    assert y is not x


def shared_levels(a: list[Any], b: list[Any]) -> tuple[bool, bool, bool]:
    """Say of the outer list, its rows and their cells whether `b` has the objects of `a`."""
    return b is a, b[0] is a[0], b[0][0] is a[0][0]


def test_which_copy_is_it(question: Question) -> None:
    a: list[Any] = [[[1], [2]], [[3]]]
    says(question, f"`{a}`")
    for shallow in (a[:], list(a), a.copy(), copy.copy(a)):
        assert shared_levels(a, shallow) == (False, True, True)
    assert shared_levels(a, a) == (True, True, True)
    assert shared_levels(a, [row[:] for row in a]) == (False, False, True)
    assert shared_levels(a, copy.deepcopy(a)) == (False, False, False)
    b, row, cell = a, a[0], a[0][0]
    b[:] = [row[:] for row in b]
    assert (b is a, a[0] is row, a[0][0] is cell) == (True, False, True)
    x = np.arange(3)
    assert np.shares_memory(x[:], x)
    assert not np.shares_memory(x.copy(), x)
    says(question, "`[1, 2, 3, ['a', 'b']]`")


def test_shallow_copy_explained(question: Question) -> None:
    default: dict[str, Any] = {"lr": 0.1, "aug": {"flip": True}}
    cfg = default.copy()
    cfg["lr"] = 0.01
    cfg["aug"]["flip"] = False
    says(question, f"`{default}`")
    fresh = {**default, "aug": {**default["aug"], "flip": True}}
    assert fresh["aug"]["flip"] is True
    assert default["aug"]["flip"] is False
