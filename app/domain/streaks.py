"""Days in a row. A day counts with one answer; today may still be empty without ending a streak."""

from collections.abc import Collection


def streak(days: Collection[int], today: int) -> int:
    """Return how many days in a row had an answer, up to today or yesterday."""
    day = today if today in days else today - 1
    length = 0
    while day in days:
        length += 1
        day -= 1
    return length


def longest_streak(days: Collection[int]) -> int:
    """Return the length of the longest run of days in a row."""
    starts = [day for day in days if day - 1 not in days]
    return max((_run(days, day) for day in starts), default=0)


def _run(days: Collection[int], day: int) -> int:
    length = 0
    while day + length in days:
        length += 1
    return length
