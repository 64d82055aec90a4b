"""Exercises on a KD-tree and a trie, against comparing everything and the library's containers."""

import math
import random
from collections import Counter
from typing import Any

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def depth(node: Any) -> int:  # noqa: ANN401 - a tree of the reference's own making
    """Return the depth of a tree of the reference."""
    return 0 if isinstance(node, list) else 1 + max(depth(node[2]), depth(node[3]))


def test_kd_tree_search(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    make = drive.__globals__["make"]
    solutions = programs.solutions()
    for _, (what, made, leaf, queries, k) in programs.cases(1):
        points = make(made)
        true = [
            sorted((math.dist(query, point), i) for i, point in enumerate(points))[:k]
            for query in queries
        ]
        for solve in solutions:
            got = drive(solve, what, made, leaf, queries, k)
            if what == "answers":
                assert got == [[list(pair) for pair in row] for row in true]
            elif what == "order":
                assert got == [[i for _, i in row] for row in true]
            else:
                assert got is True
    # numbers of the text
    build = programs.reference.__globals__["kd_build"]
    rng = random.Random(4)  # noqa: S311 - repeatable
    square = [(rng.random(), rng.random()) for _ in range(2000)]
    assert depth(build(square, 8)) == math.ceil(math.log2(2000 / 8))
    tree = build(square, 8)
    used = Counter[int]()
    at = square[0]

    def distance(i: int) -> float:
        used[i] += 1
        return math.dist(at, square[i])

    for _ in range(20):
        at = (rng.random(), rng.random())
        programs.reference(tree, at, 1, distance)
    assert 12 < used.total() / 20 < 60  # a few dozen
    used.clear()
    programs.reference(tree, at, 3000, distance)
    assert sorted(used) == list(range(2000))
    assert set(used.values()) == {1}
    powers = [4.0**i for i in range(-510, 510)]
    assert len(powers) == 1020
    cuts = 0
    while len(powers) > 1:  # the middle of the range
        middle = powers[0] + (powers[-1] - powers[0]) / 2
        kept = [x for x in powers if x < middle]
        assert len(kept) == len(powers) - 1
        powers, cuts = kept, cuts + 1
    assert cuts == 1019
    assert 5 - 4.8 < 1
    assert 5 - 4.8 > 0.1
    says(question, "4^{-510}", "4^{509}", "1020", "0.2", r"\lceil\log_2(n/\mathrm{leaf})\rceil")


def test_message_trie_by_bytes(question: Question) -> None:
    programs = Programs(question)
    for _, (script,) in programs.cases(1):
        counts = Counter[str]()
        wanted: list[object] = []
        for name, *args in script:
            if name == "add":
                if len(args[0]) > 70:
                    wanted.append("ValueError")
                else:
                    counts[args[0]] += 1
            elif name == "count":
                wanted.append(counts[args[0]])
            elif name == "starting_with":
                wanted.append(
                    sum(n for text, n in counts.items() if text.encode().startswith(args[0]))
                )
            elif name == "nodes":
                seen = [text.encode() for text in +counts]
                wanted.append(len({m[:i] for m in seen for i in range(1, len(m) + 1)}))
            else:
                rows = sorted((+counts).items(), key=lambda pair: pair[0].encode())
                wanted.append([list(row) for row in rows])
        for solution in programs.solutions():
            assert programs.drive(solution, script) == wanted
    words = [text.encode() for text in ("ok", "okay", "好", "好的")]
    assert len({m[:i] for m in words for i in range(1, len(m) + 1)}) == 10
    assert [f"{byte:02X}" for byte in "好的".encode()] == ["E5", "A5", "BD", "E7", "9A", "84"]
    assert len("短" * 70) == 70
    assert len(("短" * 70).encode()) == 210
    rng = random.Random(1)  # noqa: S311 - repeatable
    texts = ["".join(chr(rng.choice((65, 233, 0x4E00, 0x1F600))) for _ in "abc") for _ in range(99)]
    assert sorted(texts) == sorted(texts, key=str.encode)
    says(question, "10", "210", "256", "E5", "84(1)")
