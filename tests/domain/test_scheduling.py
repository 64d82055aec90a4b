"""Scheduling: py-fsrs behind the learner's own days."""

from datetime import timedelta
from itertools import pairwise

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import calendar_of, midnight_utc
from app.domain.scheduling import (
    MAX_INTERVAL_DAYS,
    MAX_RETENTION,
    NEW,
    STEPS,
    Memory,
    Rating,
    Scheduled,
    State,
    previews,
    recall,
    retention_for,
    review,
)

RATINGS = st.sampled_from(list(Rating))
HISTORIES = st.lists(st.tuples(RATINGS, st.integers(0, 400)), min_size=1, max_size=20)
RETENTIONS = st.floats(0.7, MAX_RETENTION)
CALENDAR = calendar_of("Europe/Berlin", 4)
NOW = 1_800_000_000_000


def lived(history: list[tuple[Rating, int]], retention: float = 0.9) -> tuple[Scheduled, int]:
    """Return what a history of (rating, days since) leaves, and its last day."""
    memory, day = NEW, 20_000
    done = None
    for rating, gap in history:
        day += gap
        done = review(memory, rating, day=day, retention=retention)
        memory = done.memory
    assert done is not None
    return done, day


def test_the_published_interval_vector() -> None:
    """py-fsrs test_basic.py: thirteen ratings, each on the day it was due.

    Published: [0,2,11,46,163,498,0,0,2,4,7,12,21] with the steps 1 and 10 minutes and intervals up
    to a century. With our one step the first Good of a new card already gives the 2 days, and no
    interval is longer than 365.
    """
    intervals = []
    memory, day = NEW, 20_000
    for rating in (3, 3, 3, 3, 3):
        done = review(memory, Rating(rating), day=day, retention=0.9)
        memory = done.memory
        day += done.interval_days or 0
        intervals.append(done.interval_days)

    assert intervals[0] == 2
    assert intervals[-1] == 365


def test_the_published_memory_vector() -> None:
    """py-fsrs test_memo_state: ratings 1,3,3,3,3,3 after 0,0,1,3,8,21 days."""
    history = list(zip(map(Rating, (1, 3, 3, 3, 3, 3)), (0, 0, 1, 3, 8, 21), strict=True))

    done, _ = lived(history)

    assert done.memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert done.memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_the_published_first_repeat() -> None:
    """ts-fsrs FSRS-6.test.ts: a new card, each of the four ratings."""
    memories = [review(NEW, rating, day=1, retention=0.9).memory for rating in Rating]

    assert [memory.stability for memory in memories] == pytest.approx(
        [0.212, 1.2931, 2.3065, 8.2956]
    )
    assert [memory.difficulty for memory in memories] == pytest.approx(
        [6.4133, 5.11217071, 2.11810397, 1], abs=1e-8
    )


@given(HISTORIES)
def test_our_days_are_the_librarys_days(history: list[tuple[Rating, int]]) -> None:
    done, _ = lived(history)
    scheduler = fsrs.Scheduler(
        desired_retention=0.9,
        learning_steps=STEPS,
        relearning_steps=STEPS,
        maximum_interval=MAX_INTERVAL_DAYS,
        enable_fuzzing=False,
    )
    card = fsrs.Card(card_id=1)
    at = midnight_utc(20_000)
    for rating, gap in history:
        at += timedelta(days=gap)
        card, _log = scheduler.review_card(card, fsrs.Rating(rating), at)

    assert (done.memory.stability, done.memory.difficulty) == (card.stability, card.difficulty)
    assert done.memory.state.value == card.state.value


@given(HISTORIES, RETENTIONS)
def test_memory_stays_within_its_bounds(
    history: list[tuple[Rating, int]], retention: float
) -> None:
    done, day = lived(history, retention)
    memory = done.memory

    assert memory.stability is not None
    assert memory.difficulty is not None
    assert memory.stability >= 0.001
    assert 1 <= memory.difficulty <= 10
    if done.interval_days is not None:
        assert 1 <= done.interval_days <= MAX_INTERVAL_DAYS
    chances = [recall(memory, day=day + ahead) for ahead in range(0, 300, 7)]
    assert all(chance is not None and 0 <= chance <= 1 for chance in chances)
    assert all(b is not None and a is not None and b <= a for a, b in pairwise(chances))


@given(HISTORIES)
def test_after_as_many_days_as_its_stability_a_card_is_recalled_nine_times_in_ten(
    history: list[tuple[Rating, int]],
) -> None:
    memory = Memory(State.REVIEW, None, 10.0, lived(history)[0].memory.difficulty, 100)

    assert recall(memory, day=110) == pytest.approx(0.9)


@given(HISTORIES, st.integers(1, 400))
def test_better_ratings_never_bring_a_card_back_sooner(
    history: list[tuple[Rating, int]], gap: int
) -> None:
    done, day = lived([*history, (Rating.GOOD, 1), (Rating.GOOD, 1)])
    memory = done.memory
    assert memory.state is State.REVIEW

    after = [review(memory, rating, day=day + gap, retention=0.9) for rating in Rating]

    again, *passed = after
    assert again.wait_s == 600
    days = [each.interval_days or 0 for each in passed]
    assert days == sorted(days)


@given(HISTORIES, st.integers(1, 400))
def test_success_never_lowers_stability_and_failure_never_raises_it(
    history: list[tuple[Rating, int]], gap: int
) -> None:
    done, day = lived(history)
    before = done.memory.stability
    assert before is not None

    for rating in Rating:
        after = review(done.memory, rating, day=day + gap, retention=0.9).memory.stability
        assert after is not None
        if rating is Rating.AGAIN:
            assert after <= before
        else:
            assert after >= before


@given(HISTORIES, RETENTIONS, RETENTIONS)
def test_wanting_to_remember_more_never_lengthens_an_interval(
    history: list[tuple[Rating, int]], one: float, other: float
) -> None:
    done, day = lived(history)
    low, high = sorted((one, other))

    lax = review(done.memory, Rating.EASY, day=day + 1, retention=low)
    strict = review(done.memory, Rating.EASY, day=day + 1, retention=high)

    assert (strict.interval_days or 0) <= (lax.interval_days or 0)


@given(HISTORIES, st.integers(0, 10**9), st.integers(0, 23))
def test_a_card_is_due_after_its_review_at_the_start_of_a_day(
    history: list[tuple[Rating, int]], later: int, hour: int
) -> None:
    calendar = calendar_of("America/New_York", hour)
    now = NOW + later
    memory = lived(history)[0].memory
    memory = Memory(
        memory.state, memory.step, memory.stability, memory.difficulty, calendar.day_of(now) - 3
    )

    for rating, due in previews(memory, now_ms=now, calendar=calendar, retention=0.9).items():
        done = review(memory, rating, day=calendar.day_of(now), retention=0.9)
        assert due > now
        if done.interval_days is not None:
            assert due == calendar.starts_at(calendar.day_of(now) + done.interval_days)


def test_a_learner_who_flew_west_stays_on_the_day_of_the_last_review() -> None:
    first = review(NEW, Rating.GOOD, day=100, retention=0.9)

    second = review(first.memory, Rating.GOOD, day=99, retention=0.9)

    assert second.memory.last_day == 100


@pytest.mark.parametrize("retention", [0.0, -1.0, 0.69, 0.98, 1.0, 1.5, float("nan")])
def test_a_retention_that_makes_no_sense_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention"):
        review(NEW, Rating.GOOD, day=1, retention=retention)


@pytest.mark.parametrize(("guess", "aim"), [(0.0, 0.9), (0.25, 0.925), (0.5, 0.95), (0.9, 0.97)])
def test_what_can_be_guessed_is_aimed_at_higher(guess: float, aim: float) -> None:
    assert retention_for(0.9, guess) == pytest.approx(aim)


def test_a_card_never_answered_has_no_recall() -> None:
    assert recall(NEW, day=100) is None
