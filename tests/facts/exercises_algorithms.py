"""Exercises on trees, against exhaustive enumeration and definitions taken literally."""

import itertools
import math
from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import Any

import pytest

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Row = list[Any]

INF = float("inf")


def shapes(size: int) -> Iterator[Any]:
    """Yield every binary tree of a size as nested pairs, with None for nothing."""
    if size == 0:
        yield None
    for left in range(size):
        yield from itertools.product(shapes(left), shapes(size - 1 - left))


def rows(shape: Any) -> list[Row]:  # noqa: ANN401 - nested pairs
    """Write nested pairs as rows [value, left row, right row], numbered in preorder."""
    table: list[Row] = []

    def add(tree: Any) -> int | None:  # noqa: ANN401 - nested pairs
        if tree is None:
            return None
        at = len(table)
        table.append([at + 1, None, None])
        table[at][1:] = [add(tree[0]), add(tree[1])]
        return at

    add(shape)
    return table


def below(table: list[Row], row: int | None) -> list[int]:
    """Return the rows of a subtree."""
    if row is None:
        return []
    return [row, *below(table, table[row][1]), *below(table, table[row][2])]


def test_count_complete_tree(question: Question) -> None:
    programs = Programs(question)
    make = programs.drive.__globals__["Tree"]
    for solve in programs.solutions():
        for size in [*range(600), 10**6, 2**53 - 1, 2**60 - 1, 2**60, 2**60 + 12345]:
            tree = make(size)
            assert solve(tree.node(1)) == size
            assert size < 512 or tree.reads <= 10 * size.bit_length() ** 2
    million = make(10**6)
    programs.reference(million.node(1))
    assert million.reads == 427
    assert 10**6 * 0.01 == 10_000  # seconds: almost three hours
    says(question, "427", "$2^2=4$", "$2^0=1$", "$4+4+1+1=10$")

    def levels(size: int, number: int) -> int:
        return 0 if number > size else 1 + levels(size, 2 * number)

    # ten nodes: the subtrees of the root, of its left child, and of that one's right child
    assert [(levels(10, 2 * n), levels(10, 2 * n + 1)) for n in (1, 2, 5)] == [
        (3, 2),
        (2, 2),
        (1, 0),
    ]
    assert float(2**60) - 1 == 2**60


def test_tree_to_list_and_back(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        lists = []
        for size in range(7):
            for shape in shapes(size):
                table = rows(shape)
                items = drive(solve, "encode", table)
                lists.append(tuple(items))
                # the rows are numbered in preorder, and so is the description
                assert drive(solve, "decode", items) == table
                literal(items, table)
                by_level(drive(solve, "levels", table), table)
        assert len(set(lists)) == len(lists)
    chain = drive(programs.reference, "encode", {"right chain": 3000})
    assert 5990 < len(chain) < 6000
    assert drive(programs.reference, "decode", [5, 3, 8, None, 4, 7]) == [
        [5, 1, 3],
        [3, None, 2],
        [4, None, None],
        [8, 4, None],
        [7, None, None],
    ]
    says(question, "`[5, 3, 8, None, 4, 7]`", "$2n+1$", "$n+1$", "`[1, None, 2, None, 3]`")
    assert drive(programs.reference, "decode", [1, None, 2, None, 3]) == [
        [1, None, 1],
        [2, None, 2],
        [3, None, None],
    ]


def literal(items: list[Any], table: list[Row]) -> None:
    """Check the derivation: items 2j+1 and 2j+2 are the children of node j."""
    size = len(table)
    full = items + [None] * (2 * size + 1 - len(items))
    assert full.count(None) == size + 1
    nodes = [value for value in items if value is not None]
    for j, value in enumerate(nodes):
        sides = [None if row is None else table[row][0] for row in table[value - 1][1:]]
        assert full[2 * j + 1 : 2 * j + 3] == sides


def by_level(levels: list[list[Any]], table: list[Row]) -> None:
    """Check the levels by the depth of each row; a preorder numbering keeps left before right."""
    depth = {0: 0}
    for row, (_, *sides) in enumerate(table):
        depth |= {child: depth[row] + 1 for child in sides if child is not None}
    deepest = max(depth.values(), default=-1) if table else -1
    assert levels == [
        [table[row][0] for row in range(len(table)) if depth[row] == level]
        for level in range(deepest + 1)
    ]


def test_lowest_common_ancestor(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for size in range(1, 5):
            for shape in shapes(size):
                table = rows(shape)
                trees = [set(below(table, row)) for row in range(size)]
                for p, q in itertools.product(range(size), repeat=2):
                    # the smallest subtree that holds both
                    wanted = min((t for t in trees if {p, q} <= t), key=len)
                    assert drive(solve, table, p, q) == min(wanted)
                    assert drive(solve, table, p, {"outside": q}) is None
        for group, (table, p, q) in programs.cases(1):
            if group != "deep":
                found = drive(solve, table, p, q)
                assert (found is None) == ("dict" in {type(p).__name__, type(q).__name__})
        assert drive(solve, {"left chain": 3000}, 2500, 2900) == 2500
    samples = itertools.islice(programs.cases(1), 5)
    answers = [drive(programs.reference, *args) for _, args in samples]
    # row 0 is the root 3, row 1 the 5; rows 3 and 5 hold 6 and 7
    assert answers == [1, 0, 1, 4, None]


def test_validate_search_tree(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for size in range(4):
            for shape in shapes(size):
                for values in itertools.product((-INF, 0, 1, 2), repeat=size):
                    table = rows(shape)
                    for row, value in zip(table, values, strict=True):
                        row[0] = value
                    assert drive(solve, table) == literally_sorted(table)
        for group, args in programs.cases(1):
            if group != "deep":
                assert drive(solve, *args) == literally_sorted(args[0])
        assert drive(solve, "left chain", (2000, None))
        assert not drive(solve, "right chain", (2000, 1800))
    table = [[5, 1, 2], [3, None, None], [8, 3, 4], [4, None, None], [9, None, None]]
    assert inorder(table, 0) == [3, 5, 4, 8, 9]
    assert "3、5、4、8、9" in question["explanation"]["zh"]
    assert "3, 5, 4, 8, 9" in question["explanation"]["en"]
    says(question, "$2^{53}+1$")
    assert float(2**53 + 1) == 2**53


def inorder(table: list[Row], row: int | None) -> list[Any]:
    """Return the values of a subtree in inorder."""
    if row is None:
        return []
    value, left, right = table[row]
    return [*inorder(table, left), value, *inorder(table, right)]


def literally_sorted(table: list[Row]) -> bool:
    """Compare every node with every node of its two subtrees."""
    return all(
        all(table[other][0] < value for other in below(table, left))
        and all(table[other][0] > value for other in below(table, right))
        for value, left, right in table
    )


class Ordered:
    """An LRU cache of the standard library."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.entries: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: object, default: object = None) -> object:
        """Return a value."""
        if key in self.entries:
            self.entries.move_to_end(key)
        return self.entries.get(key, default)

    def put(self, key: object, value: object) -> object:
        """Store a value."""
        full = key not in self.entries and len(self.entries) == self.capacity
        evicted = self.entries.popitem(last=False) if full else None
        self.entries[key] = value
        self.entries.move_to_end(key)
        return evicted


def test_lru_cache(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for group, args in programs.cases(3):
        if group != "large":
            wanted = drive(Ordered, *args)
            for solve in programs.solutions():
                assert drive(solve, *args) == wanted
    run = 300, {"seed": 5, "gets": 2000, "puts": 400}
    ordered, *others = (drive(s, *run) for s in (Ordered, *programs.solutions()))
    assert others == [ordered, ordered]
    cache = programs.reference(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    assert cache.put("c", 3) == ("b", 2)
    cache.put("a", 4)
    assert cache.put("d", 5) == ("c", 3)
    scan = programs.reference(100)
    hits = 0
    for item in [*range(101)] * 5:
        hits += scan.get(item) is not None
        scan.put(item, True)
    assert hits == 0
    says(question, "101", "100")


def test_longest_run_without_repeats(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive

    def brute(items: Any) -> tuple[int, int]:  # noqa: ANN401 - a string or a list
        found = [
            (start, length)
            for start in range(len(items))
            for length in range(1, len(items) - start + 1)
            if len({*items[start : start + length]}) == length
        ]
        return max(found, key=lambda run: (run[1], -run[0]), default=(0, 0))

    for solve in programs.solutions():
        for length in range(6):
            for letters in itertools.product("abcd", repeat=length):
                assert solve("".join(letters)) == brute(letters)
        for group, (items,) in programs.cases(2):
            if group != "long":
                assert drive(solve, items) == brute(items)
        long = {"numbers": 50, "times": 3, "seed": 1}
        assert drive(solve, long) == (0, 50)
    assert brute("abba") == (0, 2)
    assert brute("abcadef") == (1, 6)
    says(question, "`abba`", "`(0, 2)`", "`bba`", "`abcadef`", "| 3 | a | 0 | 2 | 2 |")


def test_sliding_window_maximum(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for size in range(6):
            for values in itertools.product((-1, 0, 2), repeat=size):
                for width in range(1, 8):
                    wanted = [max(values[i : i + width]) for i in range(size - width + 1)]
                    assert solve(list(values), width) == wanted
    first, second = (solve([3.5, -1.0, 2.0, 2.0] * 20, 7) for solve in programs.solutions())
    assert first == second
    for order, value in (("falling", 59_999), ("rising", 29_999)):
        run = {"order": order, "size": 60_000, "seed": 0}, 30_000
        said = drive(programs.reference, *run)
        assert (said["how many"], said["some"][0]) == (30_001, value)
    states: list[list[int]] = []
    queue = deque[int]()
    for value in [1, 3, 2, 5, 4, 4, 0]:
        while queue and queue[-1] <= value:
            queue.pop()
        queue.append(value)
        if len(states) == 6:
            queue.popleft()  # the 5 has left the window 4, 4, 0
        states.append([*queue])
    assert states == [[1], [3], [3, 2], [5], [5, 4], [5, 4], [4, 0]]
    assert [state[0] for state in states[2:]] == [3, 5, 5, 5, 4]
    for lang, mark in (("zh", "；"), ("en", "; ")):
        steps = mark.join(" ".join(map(str, state)) for state in states[:5])
        assert steps in question["explanation"][lang]
    says(question, "`[1, 3, 2, 5, 4, 4, 0]`")


def test_reservoir_sample(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for count, k in itertools.product(range(6), range(1, 7)):
            size = min(count, k)
            share = math.comb(count, size)
            wanted = {
                " ".join(map(str, chosen)): "1" if share == 1 else f"1/{share}"
                for chosen in itertools.combinations(range(count), size)
            }
            assert drive(solve, count, k) == wanted
        assert drive(solve, 400, 7, 3) == {
            "size": 7,
            "items of the stream": True,
            "at most k + 3 kept": True,
        }
    harmonic = [0.0, *itertools.accumulate(1 / i for i in range(1, 10**6 + 1))]
    assert 10 * (harmonic[10**6] - harmonic[10]) == pytest.approx(114.6, abs=0.05)
    says(question, r"$3\times4=12$", "$1/6$", r"\frac23\times\frac34=\frac12", "115")
