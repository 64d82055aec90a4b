"""Dashboard and progress."""

import pytest

from app.services import practice, progress
from app.services.progress import RetentionPoint, heatmap, retention
from tests.services.conftest import Learner
from tests.services.times import DAY, MINUTE, NOON


def dashboard(learner: Learner) -> progress.Dashboard:
    with learner.reading() as db:
        return progress.dashboard(
            db, learner.holder.current, user_id=learner.user_id, now_ms=learner.now
        )


def test_a_new_learner_has_a_dashboard_without_a_past(learner: Learner) -> None:
    page = dashboard(learner)

    assert (page.counts.new, page.seen, page.total) == (7, 0, 8)
    assert (page.streak, page.today, page.accuracy, page.undoable) == (0, 0, None, 0)
    assert page.minutes == 7  # a minute each, by the authors' figures
    assert {topic.estimate for topic in page.mastery} == {None}
    assert [topic.topic for topic in page.mastery] == ["bn-concept", "bn-computation", "pooling"]


def test_the_dashboard_tells_what_was_done(learner: Learner) -> None:
    learner.answer("axes", "a")
    learner.answer("gamma", "b")
    learner.now += DAY
    learner.answer("pool", "a")

    page = dashboard(learner)

    assert (page.streak, page.today, page.seen, page.undoable) == (2, 1, 3, 3)
    assert page.accuracy == pytest.approx(2 / 3)
    assert [day.reviews for day in page.heatmap[-2:]] == [2, 1]


def test_minutes_follow_the_learners_own_pace(learner: Learner) -> None:
    for slug in ("axes", "gamma", "pool"):
        learner.answer(slug, "a", shown_ms=NOON - 30_000)
    learner.prefer(new_per_day=0)
    learner.now += 30 * DAY

    page = dashboard(learner)

    assert page.counts.due == 3
    assert page.minutes == 2  # three times half a minute, rounded


def test_the_forecast_begins_today_and_holds_what_is_overdue(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    first = dashboard(learner)
    learner.now = NOON + 30 * DAY
    later = dashboard(learner)

    assert done.due_ms is not None
    days_ahead = -(-(done.due_ms - NOON) // DAY)
    assert len(first.forecast) == 14
    assert [load.cards for load in first.forecast].index(1) == days_ahead
    assert [load.cards for load in later.forecast] == [1] + [0] * 13


def test_siblings_that_wait_are_forecast_for_tomorrow(learner: Learner) -> None:
    learner.prefer(bury_siblings=False)
    learner.answer("twin-one", "a")
    learner.answer("twin-two", "a")
    learner.prefer(bury_siblings=True, new_per_day=0)
    learner.now = NOON + 20 * DAY

    board = dashboard(learner)

    assert (board.counts.due, board.counts.buried) == (1, 1)
    assert [load.cards for load in board.forecast[:3]] == [1, 1, 0]


def test_suspended_cards_are_not_forecast(learner: Learner) -> None:
    learner.answer("axes", "a")
    with learner.writing() as db:
        practice.suspend(
            db, learner.holder.current, user_id=learner.user_id, slug="axes", now_ms=NOON
        )

    assert sum(load.cards for load in dashboard(learner).forecast) == 0


def test_mastery_falls_with_time_and_says_how_sure_it_is(learner: Learner) -> None:
    for slug in ("axes", "twin-one"):
        learner.answer(slug, "a")
    now = dashboard(learner).mastery[0]
    learner.now += 200 * DAY
    later = dashboard(learner).mastery[0]

    assert (now.seen, now.total) == (2, 5)
    for found in (now, later):
        assert found.estimate is not None
        assert found.low is not None
        assert found.high is not None
        assert 0 < found.low < found.estimate < found.high < 1
    assert now.estimate is not None
    assert later.estimate is not None
    assert later.estimate < now.estimate


def test_with_nothing_left_the_dashboard_tells_when_to_return(learner: Learner) -> None:
    learner.prefer(new_per_day=1)
    done = learner.answer("axes", "a")

    page = dashboard(learner)

    assert (page.counts.total, page.minutes) == (0, 0)
    assert page.next_due_ms == done.due_ms


def test_the_progress_page_counts_answers_that_stand(learner: Learner) -> None:
    learner.answer("axes", "a")
    learner.now += MINUTE
    learner.answer("gamma", "b")
    learner.undo()

    with learner.reading() as db:
        page = progress.progress(
            db, learner.holder.current, user_id=learner.user_id, now_ms=learner.now
        )

    assert (page.answers, page.accuracy, page.longest_streak) == (1, 1.0, 1)
    assert page.retention == ()


def test_reviews_days_apart_make_the_retention_curve(learner: Learner) -> None:
    learner.answer("axes", "a")
    learner.answer("gamma", "a")
    learner.now += 5 * DAY
    learner.answer("axes", "a")
    learner.answer("gamma", "b")

    with learner.reading() as db:
        page = progress.progress(
            db, learner.holder.current, user_id=learner.user_id, now_ms=learner.now
        )

    [point] = page.retention
    assert (point.from_days, point.to_days, point.reviews, point.observed) == (4, 7, 2, 0.5)
    assert 0.7 < point.predicted < 0.9


def test_bands_hold_every_interval_from_a_day_on() -> None:
    points = retention([(0, True, 1.0), (1, True, 0.9), (400, False, 0.5)])

    assert points == (RetentionPoint(1, 1, 1, 1.0, 0.9), RetentionPoint(91, None, 1, 0.0, 0.5))


def test_the_heatmap_begins_on_a_monday_and_ends_today() -> None:
    today = 20_000  # 2024-10-04, a Friday
    squares = heatmap({today: 30, today - 1: 4}, today)

    assert squares[0].date == "2023-11-20"
    assert len(squares) == 45 * 7 + 5
    assert [square.level for square in squares[-3:]] == [0, 1, 4]
