"""Facts of the questions on binary trees."""

import math
from itertools import permutations
from typing import Any

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants

Question = dict[str, Any]


def keys(question: Question, numbers: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of all numeric gaps under the numbers of a variant."""
    return {
        gap["id"]: compile_expression(gap["answer"]["value"]).value(numbers)
        for gap in question["gaps"]
    }


def levels(size: int) -> list[int]:
    """Return the number of nodes on each level of a complete tree, filled one by one."""
    rows = [0]
    for _ in range(size):
        if rows[-1] == 2 ** (len(rows) - 1):
            rows.append(0)
        rows[-1] += 1
    return rows


def leaves(size: int) -> int:
    """Count the nodes 1..size without a left child."""
    return sum(2 * i > size for i in range(1, size + 1))


def test_nodes_by_levels(question: Question) -> None:
    for v, _ in variants(question, 40):
        key = keys(question, v)
        depths = {size: len(levels(size)) for size in (key["least"], key["most"])}
        assert set(depths.values()) == {v["d"]}
        assert len(levels(key["least"] - 1)) == v["d"] - 1
        assert len(levels(key["most"] + 1)) == v["d"] + 1
        assert len(levels(v["size"])) == key["levels"]
        assert leaves(v["size"]) == key["leaves"]
    assert (len(levels(6)), leaves(6)) == (3, 3)


def test_heap_array_relatives(question: Question) -> None:
    for v, _ in variants(question, 40):
        children = {i: [c for c in (2 * i + 1, 2 * i + 2) if c < v["size"]] for i in range(250)}
        # The witness lays the tree out level by level and hands out children in turn.
        waiting, nexts, given = [0], 1, {}
        while nexts < v["size"]:
            node = waiting.pop(0)
            given[node] = list(range(nexts, min(nexts + 2, v["size"])))
            waiting += given[node]
            nexts += 2
        assert all(children[i] == kids for i, kids in given.items())
        key = keys(question, v)
        assert v["i"] in given[key["parent"]]
        assert given[v["i"]][1] == key["right"]
        assert max(given) == key["last"]
    assert [2 * 3 + 1, 2 * 3 + 2, (3 - 1) // 2, 10 // 2 - 1] == [7, 8, 1, 4]  # the picture


def numbers(text: str) -> list[int]:
    """Read `X(L, R)` and return the numbers of the nodes, the root being 1."""
    cells = text.strip("`").replace(",", "").replace("(", " ( ").replace(")", " ) ").split()

    def read(number: int) -> list[int]:
        if cells.pop(0) == "-":
            return []
        found = [number]
        if cells and cells[0] == "(":
            cells.pop(0)
            found += read(2 * number) + read(2 * number + 1)
            assert cells.pop(0) == ")"
        return found

    found = read(1)
    assert not cells
    return sorted(found)


def full(found: list[int]) -> bool:
    """Tell whether every node has no child or two."""
    return all((2 * i in found) == (2 * i + 1 in found) for i in found)


def test_complete_full_perfect(question: Question) -> None:
    trees = {option["id"]: numbers(option["text"]["en"]) for option in question["options"]}
    for option in question["options"]:
        found = trees[option["id"]]
        assert (max(found) == len(found)) == option["correct"], option["id"]
    assert {name for name, found in trees.items() if full(found)} == {
        "full-only",
        "perfect",
        "left-heavy",
        "full-and-complete",
    }
    ends = {name: (max(found), len(found)) for name, found in trees.items()}
    assert (ends["last-left"], ends["full-only"]) == ((6, 6), (7, 5))
    assert ends["left-heavy"] == (9, 7)
    gaps = {name: set(range(1, max(found))) - set(found) for name, found in trees.items()}
    assert (gaps["full-only"], gaps["right-only"], gaps["left-heavy"]) == ({4, 5}, {4}, {6, 7})


def post(pre: str, mid: str) -> str:
    """Rebuild the postorder."""
    if not pre:
        return ""
    at = mid.index(pre[0])
    return post(pre[1 : at + 1], mid[:at]) + post(pre[at + 1 :], mid[at + 1 :]) + pre[0]


def rebuilt(pre: str, mid: str) -> str | None:
    """Rebuild the postorder, or nothing where the two belong to no common tree."""
    if sorted(pre) != sorted(mid):
        return None
    if not pre:
        return ""
    at = mid.index(pre[0])
    left = rebuilt(pre[1 : at + 1], mid[:at])
    right = rebuilt(pre[at + 1 :], mid[at + 1 :])
    return None if left is None or right is None else left + right + pre[0]


def test_postorder_from_two(question: Question) -> None:
    (chosen,) = (o for o in question["options"] if o["correct"])
    assert chosen["text"]["en"] == f"`{' '.join(post('ABDECF', 'DBEAFC'))}`"
    says(question, "`A B D E C F`", "`D B E A F C`")
    wrong = [o["text"]["en"] for o in question["options"] if not o["correct"]]
    assert len({*wrong, chosen["text"]["en"]}) == 4
    inorders = ("".join(order) for order in permutations("ABC"))
    assert sum(rebuilt("ABC", mid) == "CBA" for mid in inorders) == 4


class Counter:
    """Counts the nodes of the complete tree 1..size by comparing edges, and its steps."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.steps = 0

    def depth(self, node: int, side: int) -> int:
        found = 0
        while node <= self.size:
            node, found = 2 * node + side, found + 1
            self.steps += 1
        return found

    def count(self, node: int = 1) -> int:
        left, right = self.depth(node, 0), self.depth(node, 1)
        if left == right:
            return int(2**left) - 1
        return 1 + self.count(2 * node) + self.count(2 * node + 1)


def test_count_complete_fast(question: Question) -> None:
    for size in range(1, 300):
        counter = Counter(size)
        assert counter.count() == size
        assert counter.steps <= 3 * (math.log2(size) + 2) ** 2
    longest = 0
    for size in range(2**19, 2**20, 997):
        counter = Counter(size)
        assert counter.count() == size
        longest = max(longest, counter.steps)
    assert 600 < longest < 1000
    ten = Counter(10)
    assert (ten.depth(1, 0), ten.depth(1, 1)) == (4, 3)
    assert (ten.depth(2, 0), ten.depth(2, 1)) == (3, 2)
    assert (ten.count(3), ten.count(4), ten.count(5), ten.count(2)) == (3, 3, 2, 6)
    says(question, "3+2+1=6", "6+3+1=10")
