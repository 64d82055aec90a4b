"""In which order questions are put. Order never touches what a card remembers.

Every function returns the beginning of one and the same order: a shorter list is a prefix of a
longer one.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

BLOCK = 40
"""Questions mixed at a time: enough to part topics, few enough to keep what is urgent first."""


SHORT_BETWEEN = 9
"""Short questions before each long one among new ones: a day has time for one exercise."""


def overdueness(*, last_day: int, due_day: int, today: int) -> float:
    """Return how late a review is, as a multiple of the interval it was given (1.0: due today).

    A card two days late after an interval of two has lost more than one two days late after sixty.
    """
    return (today - last_day) / max(1, due_day - last_day)


def without_siblings(
    items: Iterable[T], skill: Callable[[T], str], taken: Iterable[str] = ()
) -> Iterator[T]:
    """Yield the first item of every skill, none of the skills `taken` today."""
    seen = set(taken)
    for item in items:
        if skill(item) not in seen:
            seen.add(skill(item))
            yield item


def interleaved(
    items: Iterable[T], topic: Callable[[T], str], after: str | None = None
) -> Iterator[T]:
    """Yield items, most urgent first, moved so that neighbours differ in topic where they can.

    `after` is the topic of what was answered just before. Items move within blocks of 40.
    """
    source = iter(items)
    while block := list(islice(source, BLOCK)):
        for item in _mixed(block, topic, after):
            yield item
            after = topic(item)


def long_ones_apart(
    items: Iterable[T], is_long: Callable[[T], bool], *, short: int = 0, long: int = 0
) -> Iterator[T]:
    """Yield items in their order, but a long one after every nine short ones, as far as they go.

    A long one is held back until its turn, and brought forward when its turn is there: whoever
    begins a course whose first chapters have no long ones meets one all the same. `short` and
    `long` count those that went before.
    """
    left = iter(items)
    shorts: deque[T] = deque()
    longs: deque[T] = deque()

    def has(wanted: deque[T]) -> bool:
        """Read on until there is one of those; whatever else is met on the way is kept."""
        if not wanted:
            for item in left:
                (longs if is_long(item) else shorts).append(item)
                if wanted:
                    break
        return bool(wanted)

    while True:
        is_turn = short >= SHORT_BETWEEN * (long + 1)
        order = (longs, shorts) if is_turn else (shorts, longs)
        kept = next(filter(has, order), None)
        if kept is None:
            return
        yield kept.popleft()
        short, long = short + (kept is shorts), long + (kept is longs)


def _mixed(block: Sequence[T], topic: Callable[[T], str], after: str | None) -> Iterator[T]:
    left = list(block)
    counts = Counter(topic(item) for item in left)
    while left:
        # A topic that fills more than half of what is left has to go now, or it will meet itself.
        crowded, most = counts.most_common(1)[0]
        wanted = crowded if 2 * most > len(left) and crowded != after else None
        chosen = next(
            (
                index
                for index, item in enumerate(left)
                if (topic(item) == wanted if wanted is not None else topic(item) != after)
            ),
            0,
        )
        item = left.pop(chosen)
        after = topic(item)
        counts[after] -= 1
        yield item
