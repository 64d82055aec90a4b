"""Facts of the questions on the most repeated messages."""

import heapq
import math
import random
import sys
from collections import Counter
from fractions import Fraction
from itertools import product
from typing import Any

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants

Question = dict[str, Any]


def right(node: Question) -> set[str]:
    """Return the ids of the right options."""
    return {option["id"] for option in node["options"] if option["correct"]}


def test_message_file_size(question: Question) -> None:
    for v, key in variants(question, 40):
        line = "信" * v["c"] + "a" * v["t"] + "\n"
        assert math.isclose(key, len(line.encode()) * v["m"] * 1e6 / 1e9)
    longest = "信" * 70
    assert (len(longest.encode("utf-16-le")), len(longest.encode())) == (140, 210)
    assert (140 * 10**7, 210 * 10**7) == (1_400_000_000, 2_100_000_000)
    assert 10**9 // 10**7 == 100
    assert 100 // 3 == 33
    assert sys.getsizeof(b"") >= 20
    says(question, "1.4 GB", "2.1 GB", "33")


def test_partition_by_hash(question: Question) -> None:
    assert right(question) == {"hash"}
    parts = [Counter("AAACC"), Counter("BBBCC")]
    total = parts[0] + parts[1]
    assert total.most_common(1) == [("C", 4)]
    assert "C" not in {part.most_common(1)[0][0] for part in parts}
    rng = random.Random(1)  # noqa: S311 - no secret
    lines = [str(int(rng.expovariate(0.05))) for _ in range(4000)]
    split: list[Counter[str]] = [Counter() for _ in range(7)]
    for line in lines:
        split[sum(map(ord, line)) % 7][line] += 1
    candidates = [entry for part in split for entry in part.most_common(10)]
    best = sorted(Counter(lines).values(), reverse=True)[:10]
    assert sorted((c for _, c in candidates), reverse=True)[:10] == best


def test_shortest_first_stop(question: Question) -> None:
    assert right(question) == {"lines"}
    limit = 3
    for rest in range(1, 6):
        worst = max(max(Counter(text).values()) for text in product("abc", repeat=rest))
        assert (worst > limit) == (rest > limit)
    says(question, "$R\\le c$")


def test_count_min_memory(question: Question) -> None:
    for v, key in variants(question, 40):
        width = next(w for w in range(int(2.7 * v["inv"]), 3 * v["inv"]) if w >= math.e * v["inv"])
        rows = next(d for d in range(1, 40) if math.exp(-d) <= 1 / v["odds"])
        assert key == v["b"] * width * rows
    rng = random.Random(2)  # noqa: S311 - no secret
    stream = [int(rng.expovariate(0.02)) for _ in range(2000)]
    width, rows = 28, 5
    table = [Counter[int]() for _ in range(rows)]
    salts = [rng.randrange(1, 10007) for _ in range(2 * rows)]

    def cell(row: int, item: int) -> int:
        return (salts[2 * row] * item + salts[2 * row + 1]) % 10007 % width

    for item in stream:
        for row in range(rows):
            table[row][cell(row, item)] += 1
    truth = Counter(stream)
    guess = {x: min(table[r][cell(r, x)] for r in range(rows)) for x in truth}
    assert all(guess[x] >= truth[x] for x in truth)
    assert 10**7 * Fraction(1, 10**4) == 1000
    says(question, "1000")


def replacements(counts: list[int], k: int) -> int:
    """Keep the k largest in a min-heap and count how often its root is replaced."""
    heap = counts[:k]
    heapq.heapify(heap)
    done = 0
    for count in counts[k:]:
        if count > heap[0]:
            heapq.heapreplace(heap, count)
            done += 1
    assert sorted(heap) == sorted(counts)[-k:]
    return done


def test_heap_of_ten(question: Question) -> None:
    gaps = {gap["id"]: gap for gap in question["gaps"]}
    assert right(gaps["kind"]) == {"min"}
    keys = {i: compile_expression(gaps[i]["answer"]["value"]) for i in ("down", "up")}
    for v, _ in variants(question, 10):
        counts = list(range(v["size"]))
        assert replacements(counts, v["k"]) == keys["up"].value(v)
        assert replacements(counts[::-1], v["k"]) == keys["down"].value(v)
    expected = sum(10 / i for i in range(11, 1001))
    assert math.isclose(expected, 10 * math.log(1000 / 10), rel_tol=0.02)
