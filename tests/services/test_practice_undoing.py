"""Taking back, second thoughts, and the log as the truth that cards are rebuilt from."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.reviews import ReviewRow
from app.domain.errors import ConflictError, InvalidError, NotFoundError
from app.domain.scheduling import Rating, State
from app.services import practice
from app.services.practice.cards import rebuild
from tests.services.conftest import Learner
from tests.services.times import DAY, HOUR, MINUTE, NOON


def card_state(learner: Learner, slug: str) -> dict[str, Any]:
    """Return everything of a card but its version, which only grows."""
    uid = learner.showing(slug).question.uid
    with learner.reading() as db:
        row = db.scalars(
            select(CardRow).where(CardRow.uid == uid, CardRow.user_id == learner.user_id)
        ).one()
        return {
            column.name: getattr(row, column.name)
            for column in CardRow.__table__.columns
            if column.name != "version"
        }


def days(learner: Learner) -> list[tuple[int, ...]]:
    with learner.reading() as db:
        found = db.scalars(select(DayRow).order_by(DayRow.day)).all()
        return [
            (row.day, row.reviews, row.introduced, row.due, row.correct, row.active_ms)
            for row in found
            if row.reviews
        ]


def test_undo_puts_the_card_and_the_day_back(learner: Learner) -> None:
    learner.answer("axes", "a")
    before = card_state(learner, "axes"), days(learner)
    learner.now = NOON + 5 * DAY
    learner.answer("axes", "b")

    undone = learner.undo()

    assert (card_state(learner, "axes"), days(learner)) == before
    assert (undone.slug, undone.left) == ("axes", 1)


def test_undoing_the_only_answer_makes_the_question_new_again(learner: Learner) -> None:
    learner.answer("axes", "a")

    learner.undo()

    card = learner.card("axes")
    assert (card.state, card.seen, card.due_ms) == (State.NEW, 0, None)
    assert learner.queue()[0] == "axes"


def test_an_undone_answer_keeps_its_record(learner: Learner) -> None:
    done = learner.answer("axes", "b")
    learner.undo()

    with learner.reading() as db:
        again = practice.outcome(
            db,
            learner.holder,
            user_id=learner.user_id,
            attempt_id=done.attempt_id,
            lang="en",
            now_ms=NOON,
        )

    assert (again.review_id, again.due_ms, again.choices) == (None, None, ())


@pytest.mark.parametrize("answered_before", [False, True])
def test_a_form_open_since_before_the_undo_is_out_of_date(
    learner: Learner, *, answered_before: bool
) -> None:
    if answered_before:
        learner.answer("axes", "b")
    form = learner.form("axes", "a")
    if not answered_before:
        learner.answer("axes", "b")
    learner.undo()

    with pytest.raises(ConflictError):
        learner.send(form)


def test_two_undos_at_once_take_back_one(learner: Learner) -> None:
    kept = learner.answer("axes", "a")
    learner.answer("axes", "a", now_ms=NOON + MINUTE)
    barrier = threading.Barrier(2)

    def take_back(_: int) -> str:
        barrier.wait()
        try:
            return type(learner.undo(kept.attempt_id + 1)).__name__
        except ConflictError as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(take_back, range(2)))

    # The one that waited either sees that it is done, or that the card moved on meanwhile.
    assert "Undone" in results
    assert learner.card("axes").seen == 1
    assert [day[1] for day in days(learner)] == [1]


def test_the_last_twenty_answers_can_be_taken_back_and_no_more(learner: Learner) -> None:
    for number in range(22):
        learner.now = NOON + number * MINUTE
        learner.answer("axes", "a")

    taken = [learner.undo().left for _ in range(20)]

    assert taken == list(range(19, -1, -1))
    with pytest.raises(ConflictError, match="no answer to take back"):
        learner.undo()
    assert learner.card("axes").seen == 2


def test_undo_asked_twice_for_one_answer_takes_back_one(learner: Learner) -> None:
    learner.answer("axes", "a")
    second = learner.answer("gamma", "a")

    first_click = learner.undo(second.attempt_id)
    second_click = learner.undo(second.attempt_id)

    assert (first_click.left, second_click.left) == (1, 1)
    assert learner.card("axes").seen == 1


def test_only_the_newest_answer_can_be_taken_back(learner: Learner) -> None:
    first = learner.answer("axes", "a")
    learner.answer("gamma", "a")

    with pytest.raises(ConflictError, match="newest"):
        learner.undo(first.attempt_id)


def test_nobody_undoes_for_somebody_else(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    stranger = Learner(
        learner.database, learner.holder, learner.database.add_user("eve@example.org")
    )

    with pytest.raises(ConflictError):
        stranger.undo()
    with pytest.raises(NotFoundError):
        stranger.undo(done.attempt_id)


def test_another_rating_replaces_the_first_at_the_same_moment(learner: Learner) -> None:
    done = learner.answer("axes", "a")

    learner.now = NOON + 3 * MINUTE
    changed = learner.rerate(done, Rating.EASY)

    with learner.reading() as db:
        struck, live = db.scalars(select(ReviewRow).order_by(ReviewRow.id)).all()
    assert (struck.undone_at, live.undone_at) == (learner.now, None)
    assert struck.attempt_id == live.attempt_id
    assert struck.reviewed_at == live.reviewed_at
    assert changed.due_ms == done.previews[Rating.EASY]
    assert changed.card.seen == 1
    assert days(learner)[0][1] == 1


def test_the_same_rating_again_changes_nothing(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    learner.rerate(done, Rating.HARD)
    version = learner.card("axes").version

    learner.rerate(done, Rating.HARD)

    assert learner.card("axes").version == version


def test_undo_after_another_rating_takes_the_whole_answer_back(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    learner.rerate(done, Rating.HARD)

    learner.undo()

    assert learner.card("axes").seen == 0
    assert days(learner) == []


def test_only_the_latest_answer_to_a_card_can_be_rated_anew(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    learner.now = NOON + DAY
    learner.answer("axes", "a")

    with pytest.raises(ConflictError):
        learner.rerate(done, Rating.HARD)


def test_an_undone_answer_cannot_be_rated_anew(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    learner.undo()

    with pytest.raises(ConflictError):
        learner.rerate(done, Rating.HARD)


def assess(learner: Learner, outcome: practice.Outcome, *points: str) -> practice.Outcome:
    with learner.writing() as db:
        return practice.assess(
            db,
            learner.holder,
            user_id=learner.user_id,
            attempt_id=outcome.attempt_id,
            points=points,
            lang="en",
            now_ms=learner.now,
        )


def test_ones_own_judgement_of_an_open_answer_rates_it_anew(learner: Learner) -> None:
    done = learner.answer("explain", {"text": "it shifts and scales"})
    assert (done.assessable, done.assessed, done.rating) == (True, None, Rating.AGAIN)

    better = assess(learner, done, "variance", "mean")

    assert better.assessed == ("mean", "variance")
    assert (better.grade.correct, better.score, better.rating) == (True, 1.0, Rating.GOOD)
    assert better.card.seen == 1

    worse = assess(learner, done)

    assert (worse.grade.correct, worse.score, worse.rating) == (False, 0.0, Rating.AGAIN)
    assert worse.due_ms == NOON + 10 * MINUTE


def test_the_same_judgement_again_changes_nothing(learner: Learner) -> None:
    done = learner.answer("explain", {"text": "the mean"})
    assess(learner, done, "mean")
    version = learner.card("explain").version

    assess(learner, done, "mean")

    assert learner.card("explain").version == version


def test_unknown_points_and_other_kinds_cannot_be_judged(learner: Learner) -> None:
    explained = learner.answer("explain", {"text": "the mean"})
    chosen = learner.answer("axes", "a")

    with pytest.raises(InvalidError):
        assess(learner, explained, "median")
    with pytest.raises(InvalidError):
        assess(learner, chosen, "mean")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["right", "wrong", "hard", "easy", "undo"]),
        st.integers(0, 40 * 24),
    ),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_replaying_the_log_gives_the_card_that_is_stored(
    learner: Learner, steps: list[tuple[str, int]]
) -> None:
    learner.user_id = learner.database.add_user(f"{next(learner.ids)}@example.org")
    learner.now = NOON
    for what, hours in steps:
        learner.now += hours * HOUR
        if what == "undo":
            if learner.card("axes").seen:
                learner.undo()
            continue
        done = learner.answer("axes", "b" if what == "wrong" else "a")
        if what in ("hard", "easy"):
            learner.rerate(done, Rating[what.upper()])
    if not any(what != "undo" for what, _ in steps):
        return
    stored, counted = card_state(learner, "axes"), own_days(learner)

    with learner.writing() as db:
        card = db.get_one(CardRow, stored["id"])
        rebuild(db, card)

    assert card_state(learner, "axes") == stored
    assert counted == from_log(learner)


def own_days(learner: Learner) -> dict[int, tuple[int, int, int]]:
    with learner.reading() as db:
        rows = db.scalars(select(DayRow).where(DayRow.user_id == learner.user_id)).all()
        return {row.day: (row.reviews, row.introduced, row.due) for row in rows if row.reviews}


def from_log(learner: Learner) -> dict[int, tuple[int, int, int]]:
    with learner.reading() as db:
        rows = db.scalars(
            select(ReviewRow).where(
                ReviewRow.user_id == learner.user_id, ReviewRow.undone_at.is_(None)
            )
        ).all()
    found: dict[int, tuple[int, int, int]] = {}
    for row in rows:
        reviews, new, due = found.get(row.logical_day, (0, 0, 0))
        found[row.logical_day] = (
            reviews + 1,
            new + (row.state_before == State.NEW),
            due + (row.state_before == State.REVIEW),
        )
    return found


def test_after_an_undo_the_question_comes_with_fresh_numbers(learner: Learner) -> None:
    before = learner.showing("sum").variant.index
    learner.answer("sum", "0")
    learner.undo()

    assert learner.showing("sum").variant.index > before
