"""Exercises on trees, counting and copies, against counting by hand and the standard library."""

import copy
import heapq
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


class Node:
    """A node of a binary tree."""

    def __init__(self, left: "Node | None", right: "Node | None") -> None:
        """Take two subtrees."""
        self.left, self.right = left, right


def trees(size: int) -> Iterator[Node | None]:
    """Yield every binary tree of a size."""
    if size == 0:
        yield None
    for left in range(size):
        for one, other in itertools.product(trees(left), trees(size - 1 - left)):
            yield Node(one, other)


def levels(root: Node | None) -> list[list[bool]]:
    """Say for each level, deepest last, which of all its places hold a node."""
    rows, here = [], [root]
    while any(here):
        rows.append([node is not None for node in here])
        here = [
            side for node in here for side in ((node.left, node.right) if node else (None,) * 2)
        ]
    return rows


def test_complete_binary_tree(question: Question) -> None:
    catalan = []
    for size in range(8):
        every = list(trees(size))
        catalan.append(len(every))
        for solve in Programs(question).solutions():
            accepted = [tree for tree in every if solve(tree)]
            assert len(accepted) == 1
            *upper, last = levels(accepted[0]) or [[]]
            assert all(map(all, upper))
            assert last == sorted(last, reverse=True)
    says(question, "$" + ",".join(map(str, catalan)) + "$")


def test_top_repeated_messages(question: Question) -> None:
    programs = Programs(question)
    for group, (blocks, k) in programs.cases(3):
        if group == "many":
            continue  # made by the driver; both solutions are compared below
        lines = io.BytesIO(b"".join(blocks)).readlines()
        counts = Counter(re.sub(rb"\r?\n\Z", b"", line) for line in lines)
        del counts[b""]
        wanted = heapq.nsmallest(k, counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for solve in programs.solutions():
            assert programs.drive(solve, blocks, k) == wanted
    ours, other = (programs.drive(solve, (1, 2000, 9), 10) for solve in programs.solutions())
    assert ours == other
    assert [count for _, count in ours] == sorted((count for _, count in ours), reverse=True)


def test_shallow_and_deep_copy(question: Question) -> None:
    table_of_copies(question)
    programs = Programs(question)

    def library(obj: object, deep: bool) -> object:
        return copy.deepcopy(obj) if deep else copy.copy(obj)

    for _, args in programs.cases(8):
        wanted = programs.drive(library, *args)
        assert wanted["original unchanged"]
        for solve in programs.solutions():
            assert programs.drive(solve, *args) == wanted


def table_of_copies(question: Question) -> None:
    """The table: which change of the list is seen by assignment, copy and deepcopy."""

    def seen(change: Callable[[list[Any]], None]) -> list[bool]:
        alist: list[Any] = [1, ["a"]]
        others = [alist, copy.copy(alist), copy.deepcopy(alist)]
        change(alist)
        return [other != [1, ["a"]] for other in others]

    assert seen(lambda alist: alist.append(5)) == [True, False, False]
    assert seen(lambda alist: alist[1].append("b")) == [True, True, False]
    says(question, "`alist.append(5)`", "`alist[1].append('b')`")
    x: list[int] = []
    z = copy.deepcopy([x, x])
    assert z[0] is z[1]
    assert z[0] is not x
