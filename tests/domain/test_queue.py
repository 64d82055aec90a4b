"""Order of the queue."""

from collections import Counter
from collections.abc import Iterator
from itertools import count, islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queue import BLOCK, interleaved, long_ones_apart, overdueness, without_siblings

ITEMS = st.lists(st.sampled_from("abcd"), max_size=BLOCK).map(
    lambda topics: list(enumerate(topics))
)


def topic(item: tuple[int, str]) -> str:
    return item[1]


def meetings(topics: list[str]) -> int:
    return sum(a == b for a, b in pairwise(topics))


@given(ITEMS)
def test_topics_meet_only_where_they_must(items: list[tuple[int, str]]) -> None:
    mixed = list(interleaved(items, topic))

    assert sorted(mixed) == items
    most = max(Counter(map(topic, items)).values(), default=0)
    assert meetings([topic(item) for item in mixed]) == max(0, 2 * most - len(items) - 1)


@given(ITEMS)
def test_within_a_topic_urgency_keeps_its_order(items: list[tuple[int, str]]) -> None:
    mixed = list(interleaved(items, topic))

    for name in "abcd":
        of_topic = [item for item in mixed if topic(item) == name]
        assert of_topic == sorted(of_topic)


@given(ITEMS, ITEMS, st.sampled_from("abcd"))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(
    first: list[tuple[int, str]], second: list[tuple[int, str]], after: str
) -> None:
    items = first + second
    whole = list(interleaved(items, topic, after))

    for end in range(len(whole)):
        taken = [
            item for item, _ in zip(interleaved(items, topic, after), range(end), strict=False)
        ]
        assert taken == whole[:end]


def test_the_topic_just_answered_does_not_come_at_once() -> None:
    items = [(0, "a"), (1, "b"), (2, "c")]

    assert [topic(item) for item in interleaved(items, topic, "a")] == ["b", "a", "c"]


def test_urgent_questions_stay_within_their_block() -> None:
    items = [(index, "a") for index in range(BLOCK)] + [(BLOCK, "b")]

    assert list(interleaved(items, topic))[-1] == (BLOCK, "b")


@given(st.lists(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_one_question_of_a_skill_a_day(skills: list[str], taken: set[str]) -> None:
    kept = list(without_siblings(skills, str, taken))

    assert len(kept) == len(set(kept))
    assert not set(kept) & taken
    assert set(kept) == set(skills) - taken


@pytest.mark.parametrize(
    ("last", "due", "today", "late"),
    [(0, 10, 10, 1.0), (0, 2, 4, 2.0), (0, 60, 62, 62 / 60), (5, 5, 5, 0)],
)
def test_lateness_is_a_share_of_the_interval(last: int, due: int, today: int, late: float) -> None:
    assert overdueness(last_day=last, due_day=due, today=today) == pytest.approx(late)


def test_a_long_question_comes_after_nine_short_ones() -> None:
    items = ["L1", "L2", *(f"s{n}" for n in range(12))]

    order = list(long_ones_apart(items, lambda item: item.startswith("L")))

    assert order == [*(f"s{n}" for n in range(9)), "L1", "s9", "s10", "s11", "L2"]


def test_a_long_question_is_brought_forward_when_its_turn_is_there() -> None:
    items = [*(f"s{n}" for n in range(20)), "L1", "L2", "L3"]

    order = list(long_ones_apart(items, lambda item: item.startswith("L")))

    shorts = [f"s{n}" for n in range(20)]
    assert order == [*shorts[:9], "L1", *shorts[9:18], "L2", *shorts[18:], "L3"]


def test_no_more_is_looked_at_than_what_is_wanted() -> None:
    seen = []

    def items() -> Iterator[int]:
        for number in count():
            seen.append(number)
            yield number

    order = long_ones_apart(items(), lambda item: item % 100 == 50)
    assert list(islice(order, 10)) == [*range(9), 50]
    assert seen[-1] == 50


@pytest.mark.parametrize(
    ("short", "long", "place"), [(0, 0, 9), (7, 0, 2), (9, 0, 0), (9, 1, 9), (25, 1, 0)]
)
def test_what_went_before_counts_towards_the_nine(short: int, long: int, place: int) -> None:
    items = ["L", *(f"s{n}" for n in range(12))]

    order = long_ones_apart(items, lambda item: item == "L", short=short, long=long)

    assert list(order).index("L") == place
