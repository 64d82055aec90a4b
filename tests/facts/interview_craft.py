"""Facts of the questions on interviews and live coding."""

from itertools import pairwise
from typing import Any

from tests.facts.prose import says, variants

Question = dict[str, Any]


def test_live_coding_steps(question: Question) -> None:
    items = question["items"]
    for before, item in pairwise(items):
        assert item["after"] == [before["id"]]
    numbers = [1]
    numbers.append(2 * numbers[0] + 1)  # the right child of the root
    assert max(numbers) != len(numbers)
    assert (max(numbers), len(numbers)) == (3, 2)


def test_clarify_before_coding(question: Question) -> None:
    right = {o["id"] for o in question["options"] if o["correct"]}
    assert right == {"memory", "exact", "stream"}
    says(question, "10")


class Watched:
    """An integer that counts how often it is compared."""

    made = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        Watched.made += 1
        return isinstance(other, Watched) and self.value == other.value

    def __hash__(self) -> int:
        return self.value


def comparisons(different: int, passes: int) -> int:
    """Run the code of the question and count its comparisons."""
    Watched.made = 0
    seen: list[Watched] = []
    for _ in range(passes):
        for value in range(different):
            x = Watched(value)
            if x not in seen:
                seen.append(x)
    return Watched.made


def test_dedupe_with_a_list(question: Question) -> None:
    for v, key in variants(question, 6):
        assert comparisons(v["d"], v["r"]) == key
    assert comparisons(1, 5) == 4


def test_phone_round_plan(question: Question) -> None:
    must = [p["id"] for p in question["rubric"]["points"] if p["must"]]
    assert must == ["domain", "systems", "coding"]
    says(question, "1.5")
