"""Days in a row."""

import pytest

from app.domain.streaks import longest_streak, streak


@pytest.mark.parametrize(
    ("days", "length"),
    [
        pytest.param(set(), 0, id="nothing yet"),
        pytest.param({10}, 1, id="today"),
        pytest.param({9}, 1, id="yesterday: today may still come"),
        pytest.param({8}, 0, id="the day before: broken"),
        pytest.param({7, 8, 9, 10}, 4, id="four in a row"),
        pytest.param({6, 8, 9}, 2, id="a gap ends it"),
    ],
)
def test_a_streak_ends_today_or_yesterday(days: set[int], length: int) -> None:
    assert streak(days, 10) == length


def test_the_longest_run_counts_wherever_it_was() -> None:
    assert longest_streak({1, 2, 3, 7, 8}) == 3
    assert longest_streak(set()) == 0
