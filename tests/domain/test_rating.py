"""From evidence to a rating."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rating import Evidence, active_ms, choices, propose
from app.domain.scheduling import Rating

USUAL = [10_000] * 5


@pytest.mark.parametrize(
    ("evidence", "earlier", "rating"),
    [
        pytest.param(Evidence(correct=False), [], Rating.AGAIN, id="wrong"),
        pytest.param(
            Evidence(correct=False, duration_ms=1), USUAL, Rating.AGAIN, id="wrong and fast"
        ),
        pytest.param(Evidence(correct=True), [], Rating.GOOD, id="right"),
        pytest.param(Evidence(correct=True, hints=1), [], Rating.HARD, id="with a hint"),
        pytest.param(Evidence(correct=True, near=True), [], Rating.HARD, id="nearly"),
        pytest.param(Evidence(correct=True, duration_ms=30_001), USUAL, Rating.HARD, id="slow"),
        pytest.param(
            Evidence(correct=True, duration_ms=30_000), USUAL, Rating.GOOD, id="just not slow"
        ),
        pytest.param(Evidence(correct=True, duration_ms=4_999), USUAL, Rating.EASY, id="fast"),
        pytest.param(
            Evidence(correct=True, duration_ms=5_000), USUAL, Rating.GOOD, id="just not fast"
        ),
        pytest.param(
            Evidence(correct=True, duration_ms=1), USUAL[:4], Rating.GOOD, id="too few earlier"
        ),
        pytest.param(
            Evidence(correct=True, hints=1, duration_ms=1), USUAL, Rating.HARD, id="fast by a hint"
        ),
        pytest.param(
            Evidence(correct=True, duration_ms=5), [0] * 9, Rating.GOOD, id="no pace to compare"
        ),
    ],
)
def test_the_rating_follows_the_evidence(
    evidence: Evidence, earlier: list[int], rating: Rating
) -> None:
    assert propose(evidence, earlier) is rating


@given(
    correct=st.booleans(),
    near=st.booleans(),
    earlier=st.lists(st.integers(0, 10**6), max_size=9),
    durations=st.lists(st.integers(0, 10**6), min_size=2, max_size=6).map(sorted),
)
def test_more_time_and_hints_never_raise_a_rating(
    *, correct: bool, near: bool, earlier: list[int], durations: list[int]
) -> None:
    ratings = [
        propose(Evidence(correct, near, hints, duration), earlier)
        for hints, duration in enumerate(durations)
    ]

    assert all(b <= a for a, b in pairwise(ratings))
    assert correct or set(ratings) == {Rating.AGAIN}


def test_a_wrong_answer_leaves_no_choice() -> None:
    assert choices(correct=False) == (Rating.AGAIN,)
    assert choices(correct=True) == tuple(Rating)


@pytest.mark.parametrize(
    ("kind", "shown", "reported", "counted"),
    [
        pytest.param("single", 1_000, None, 9_000, id="by the server's clock"),
        pytest.param("single", 1_000, 3_000, 3_000, id="the browser knows better"),
        pytest.param("single", 1_000, 99_000, 9_000, id="but not more than can be"),
        pytest.param("single", None, 99_000, 60_000, id="idle at a choice"),
        pytest.param("numeric", None, 99_000, 99_000, id="typing takes longer"),
        pytest.param("open", None, 10**9, 600_000, id="idle at a text"),
        pytest.param("single", None, -5, 0, id="never below nothing"),
        pytest.param("single", 12_000, None, 0, id="a page from the future"),
        pytest.param("single", None, None, None, id="nothing known"),
    ],
)
def test_idle_time_does_not_count(
    kind: str, shown: int | None, reported: int | None, counted: int | None
) -> None:
    assert active_ms(kind, shown_ms=shown, now_ms=10_000, reported_ms=reported) == counted
