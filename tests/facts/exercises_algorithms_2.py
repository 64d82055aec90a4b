"""Exercises on streams and the top k, against sorting everything."""

import math
from bisect import insort
from collections import Counter
from itertools import accumulate, chain
from typing import Any

import pytest

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def test_kth_largest_of_stream(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for _, (k, start, stream, *watch) in programs.cases(1):
            seen, wanted = sorted(start), []
            for x in stream:
                insort(seen, x)
                wanted.append(None if len(seen) < k else seen[-k])
            found = drive(solve, k, start, stream, *watch)
            if watch:
                assert found.pop("answers") == wanted
                assert set(found.values()) == {True}
            else:
                assert found == wanted
    states = [sorted([5, 1, 4, 9, 9, 0][: 3 + i])[-2:] for i in range(4)]
    assert states == [[4, 5], [5, 9], [9, 9], [9, 9]]
    says(question, "| 4 5 | 4 |", "| 5 9 | 5 |", "| 9 9 | 9 |", "$4,5,9,9$")
    assert 10 * math.log(10**5) == pytest.approx(115, abs=0.5)
    harmonic = [0.0, *accumulate(1 / i for i in range(1, 10**6 + 1))]
    assert 10 * (harmonic[10**6] - harmonic[10]) == pytest.approx(115, abs=0.5)
    says(question, r"10\ln10^5\approx115")


def test_merge_sorted_streams(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for solve in programs.solutions():
        for _, (streams, take, *watch) in programs.cases(2):
            lists = [
                [
                    (s["first"] + i * s["step"], f"item {s['first'] + i * s['step']}")
                    for i in range(99)
                ]
                if isinstance(s, dict)
                else s
                for s in streams
            ]
            # sorting is stable, and the streams come in the order of their numbers
            wanted = sorted(chain.from_iterable(lists), key=lambda item: item[0])[:take]
            found = drive(solve, streams, take, *watch)
            if watch:
                assert found.pop("items") == wanted
                assert set(found.values()) == {True}
            else:
                assert found == wanted
    assert math.log(10_000, 100) == pytest.approx(2)
    says(question, r"\lceil\log_{100} 10000\rceil=2", "100", "$k-1$")


def test_most_frequent_words(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive

    def by_sorting(words: list[str], k: int) -> list[tuple[str, int]]:
        return sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    for solve in programs.solutions():
        for group, (words, k) in programs.cases(2):
            found = drive(solve, words, k)
            if group == "compared":
                wanted = [(f"w{i:05d}", words[1]) for i in range(k)]
                assert found == {"top": wanted, "few comparisons": True}
            else:
                assert found == by_sorting(words, k)
    assert by_sorting(list("bacabcc"), 2) == [("c", 3), ("a", 2)]
    assert 6000 * (2 * (3).bit_length() + 1) == 30_000
    # what sorting takes: at least about log2 of the number of orders
    assert math.lgamma(6001) / math.log(2) > 60_000
    says(question, r"6000\times5=30000", "`(2, 'a')`", "`(2, 'b')`")
