"""Answering: graded, kept, rated, scheduled; once, and never for a card that moved on."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db.attempts import AttemptRow
from app.db.base import Base
from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.reviews import ReviewRow
from app.domain.errors import AppError, ConflictError, InvalidError, NotFoundError
from app.domain.grade import Answer
from app.domain.scheduling import Rating, State
from app.services import attempts, practice
from tests.conftest import Database
from tests.services.conftest import Learner
from tests.services.times import DAY, MINUTE, NOON
from tests.services.tiny_bank import everything, single, tiny_bank, write_bank


def rows(learner: Learner, table: type[Base]) -> int:
    with learner.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_a_right_answer_is_good_and_comes_back_on_a_later_day(learner: Learner) -> None:
    done = learner.answer("axes", "a")

    assert done.grade.correct
    assert (done.proposed, done.rating) == (Rating.GOOD, Rating.GOOD)
    assert done.due_ms == done.previews[Rating.GOOD]
    assert done.due_ms is not None
    assert done.due_ms > NOON + DAY
    assert done.choices == tuple(Rating)
    assert done.card.state is State.REVIEW


def test_a_wrong_answer_comes_back_in_ten_minutes_and_cannot_be_rated_up(learner: Learner) -> None:
    done = learner.answer("axes", "b")

    assert done.rating is Rating.AGAIN
    assert done.due_ms == NOON + 10 * MINUTE
    assert done.choices == (Rating.AGAIN,)
    with pytest.raises(InvalidError, match="rated Again"):
        learner.rerate(done, Rating.GOOD)


def test_the_same_client_id_counts_once(learner: Learner) -> None:
    form = learner.form("axes", "a")

    first = learner.send(form)
    again = learner.send({**form, "now_ms": NOON + MINUTE, "answer": "b"})
    same = learner.send({**form, "now_ms": NOON + MINUTE})

    assert (first.replayed, again.replayed, same.replayed) == (False, True, True)
    assert (first.supplanted, again.supplanted, same.supplanted) == (False, True, False)
    assert (again.attempt_id, again.due_ms) == (first.attempt_id, first.due_ms)
    assert again.answer == "a"
    assert rows(learner, ReviewRow) == rows(learner, AttemptRow) == 1


def test_a_client_id_of_another_question_is_refused(learner: Learner) -> None:
    form = learner.form("axes", "a")
    learner.send(form)

    with pytest.raises(InvalidError):
        learner.send(learner.form("gamma", "a", client_id=form["client_id"]))


def test_of_two_tabs_the_second_is_told_and_leaves_no_trace(learner: Learner) -> None:
    one, other = learner.form("axes", "a"), learner.form("axes", "b")
    learner.send(one)

    with pytest.raises(ConflictError) as refused:
        learner.send(other)

    assert "another tab" in refused.value.message.en
    assert "别的页面" in refused.value.message.zh
    assert rows(learner, ReviewRow) == rows(learner, AttemptRow) == 1
    assert learner.card("axes").last_rating is Rating.GOOD


@pytest.mark.parametrize("answered_before", [False, True])
def test_two_threads_at_once_one_review(learner: Learner, *, answered_before: bool) -> None:
    if answered_before:
        learner.answer("axes", "a")
    forms = [learner.form("axes", "a", now_ms=NOON + 9 * DAY) for _ in range(2)]

    results = at_once(learner.database, learner, forms)

    assert sorted(type(result).__name__ for result in results) == ["ConflictError", "Outcome"]
    assert rows(learner, ReviewRow) == 1 + answered_before
    assert learner.card("axes").seen == 1 + answered_before


def test_a_double_click_in_two_threads_gives_the_same_outcome_twice(learner: Learner) -> None:
    form = learner.form("axes", "a")

    results = at_once(learner.database, learner, [form, form])

    outcomes = [result for result in results if isinstance(result, practice.Outcome)]
    assert len(outcomes) == 2, results
    assert sorted(outcome.replayed for outcome in outcomes) == [False, True]
    assert rows(learner, ReviewRow) == 1


def at_once(
    database: Database, learner: Learner, forms: list[dict[str, Any]]
) -> list[practice.Outcome | practice.Unreadable | AppError]:
    """Send forms from as many threads, all started together."""
    barrier = threading.Barrier(len(forms))
    results: list[practice.Outcome | practice.Unreadable | AppError] = []

    def send(form: dict[str, Any]) -> None:
        barrier.wait()
        try:
            with database.write.begin() as db:
                done = practice.answer(db, learner.holder, **form)
            results.append(done)
        except AppError as error:
            results.append(error)

    threads = [threading.Thread(target=send, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_an_unreadable_answer_is_not_wrong_and_leaves_no_trace(learner: Learner) -> None:
    form = learner.form("sum", "about nine")

    with learner.writing() as db:
        done = practice.answer(db, learner.holder, **form)

    assert isinstance(done, practice.Unreadable)
    assert done.answer == "about nine"
    assert done.showing.variant.index == form["variant_index"]
    assert rows(learner, ReviewRow) == rows(learner, AttemptRow) == rows(learner, CardRow) == 0


def test_every_review_has_a_fresh_variant_and_the_attempt_keeps_what_was_shown(
    learner: Learner,
) -> None:
    first = learner.showing("sum")
    learner.answer("sum", str(sum(first.variant.numbers.values())))
    second = learner.showing("sum")

    with learner.reading() as db:
        [kept] = attempts.history(db, learner.holder.current, user_id=learner.user_id, slug="sum")

    assert (first.variant.index, second.variant.index) == (0, 1)
    assert kept.params["numbers"] == dict(first.variant.numbers)
    assert kept.shown["prompt"] == "{a} + {b}.".format(**first.variant.numbers)
    assert kept.key == sum(first.variant.numbers.values())
    assert kept.correct


def test_a_frozen_choice_keeps_the_order_and_the_texts_of_the_options(learner: Learner) -> None:
    showing = learner.showing("axes")
    done = learner.answer("axes", "b")

    with learner.reading() as db:
        kept = attempts.get(db, user_id=learner.user_id, attempt_id=done.attempt_id)

    assert tuple(kept.shown["order"]["options"]) == showing.order["options"]
    assert kept.shown["parts"]["options.b.text"] == "Option b."
    assert [remark.about for remark in kept.remarks] == ["b"]


def test_the_outcome_has_the_options_in_the_order_that_was_answered(learner: Learner) -> None:
    first, differed = learner.showing("axes").order, False
    for _ in range(4):
        shown = learner.showing("axes").order
        differed |= shown != first

        assert learner.answer("axes", "a").order == shown

    assert differed


def test_what_can_be_guessed_is_asked_again_sooner(learner: Learner) -> None:
    learner.prefer(desired_retention=0.9)
    given: dict[str, Answer] = {"axes": "a", "inference": "t", "explain": {"text": "the mean"}}
    for slug, answer in given.items():
        learner.answer(slug, answer)

    with learner.reading() as db:
        aimed = db.scalars(select(ReviewRow.retention).order_by(ReviewRow.id)).all()

    # One of four, one of two, nothing to guess.
    assert aimed == pytest.approx([0.925, 0.95, 0.9])


def test_an_answer_to_a_superseded_revision_is_graded_as_it_was_shown(
    database: Database, root: Path
) -> None:
    learner = Learner(database, tiny_bank(root, single(1, slug="axes")), database.add_user())
    form = learner.form("axes", "a")
    changed = single(1, slug="axes")
    for option in changed["options"]:
        option["correct"] = option["id"] == "b"
    write_bank(root, changed)
    learner.holder.reload()

    done = learner.send(form)

    assert done.grade.correct
    assert done.revision == form["revision"] != learner.holder.current.revision("axes")
    assert learner.answer("axes", "b", now_ms=NOON + DAY).grade.correct


def test_an_unknown_revision_asks_to_answer_the_new_text(learner: Learner) -> None:
    with pytest.raises(ConflictError, match="updated while you answered"):
        learner.answer("axes", "a", revision="sha256:gone")

    assert rows(learner, AttemptRow) == 0


@pytest.mark.parametrize("slug", ["unfinished", "no-such-question"])
def test_what_learners_may_not_meet_is_not_found(learner: Learner, slug: str) -> None:
    with pytest.raises(NotFoundError):
        learner.showing(slug)
    with pytest.raises(NotFoundError):
        learner.send({**learner.form("axes", "a"), "slug": slug, "revision": "sha256:x"})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"client_id": "short"}, id="client id too short"),
        pytest.param({"client_id": "x" * 65}, id="client id too long"),
        pytest.param({"client_id": "a b c d e f g"}, id="client id with spaces"),
        pytest.param({"variant_index": -1}, id="variant before the first"),
        pytest.param({"variant_index": 2**40}, id="variant out of range"),
        pytest.param({"answer": "a\x00"}, id="a NUL that PostgreSQL cannot keep"),
        pytest.param({"answer": "\ud800"}, id="half a surrogate pair"),
        pytest.param({"answer": "a" * 50_000}, id="an answer without end"),
    ],
)
def test_malformed_answers_are_refused(learner: Learner, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        learner.send({**learner.form("axes", "a"), **changes})

    assert rows(learner, AttemptRow) == 0


def test_hints_cost_score_and_make_a_right_answer_hard(learner: Learner) -> None:
    showing = learner.showing("sum")

    done = learner.answer("sum", str(sum(showing.variant.numbers.values())), hints_used=9)

    assert done.hints_used == 2
    assert done.score == pytest.approx(0.5)
    assert done.grade.score == 1
    assert done.proposed is Rating.HARD


def test_the_pace_is_the_learners_own(learner: Learner) -> None:
    slugs = ["axes", "gamma", "pool", "twin-one", "twin-two"]
    for slug in slugs:
        learner.answer(slug, "a", shown_ms=NOON - 10_000)

    def again(slug: str, seconds: int) -> Rating:
        later = NOON + 3 * DAY
        form = learner.form(slug, "a", now_ms=later, shown_ms=later - seconds * 1000)
        return learner.send(form).proposed

    assert [again("axes", 4), again("gamma", 31), again("pool", 10)] == [
        Rating.EASY,
        Rating.HARD,
        Rating.GOOD,
    ]


def test_somebody_elses_answer_does_not_exist(learner: Learner) -> None:
    done = learner.answer("axes", "a")
    stranger = learner.database.add_user("eve@example.org")

    with learner.reading() as db, pytest.raises(NotFoundError):
        attempts.get(db, user_id=stranger, attempt_id=done.attempt_id)
    with learner.reading() as db, pytest.raises(NotFoundError):
        practice.outcome(
            db,
            learner.holder,
            user_id=stranger,
            attempt_id=done.attempt_id,
            lang="en",
            now_ms=NOON,
        )
    with learner.reading() as db:
        assert attempts.history(db, learner.holder.current, user_id=stranger, slug="axes") == ()


def test_the_outcome_can_be_read_again_later(learner: Learner) -> None:
    done = learner.answer("axes", "b")

    with learner.reading() as db:
        read = practice.outcome(
            db,
            learner.holder,
            user_id=learner.user_id,
            attempt_id=done.attempt_id,
            lang="en",
            now_ms=NOON,
        )

    assert read == done


def test_an_older_answer_is_history_and_cannot_be_rated(learner: Learner) -> None:
    older = learner.answer("axes", "a")
    learner.now += MINUTE
    learner.answer("axes", "a")
    with learner.reading() as db:
        seen = practice.outcome(
            db,
            learner.holder,
            user_id=learner.user_id,
            attempt_id=older.attempt_id,
            lang="en",
            now_ms=learner.now,
        )

    assert older.choices
    assert older.due_ms is not None
    assert seen.choices == ()
    assert seen.due_ms is None


def test_two_learners_do_not_share_cards(learner: Learner) -> None:
    other = Learner(learner.database, learner.holder, learner.database.add_user("bob@example.org"))
    learner.answer("axes", "a")

    assert other.card("axes").seen == 0
    assert other.answer("axes", "b").rating is Rating.AGAIN
    assert learner.card("axes").last_rating is Rating.GOOD


def test_the_daily_roll_up_counts_what_happened(learner: Learner) -> None:
    learner.answer("axes", "a", shown_ms=NOON - 5_000)
    learner.answer("gamma", "b", shown_ms=NOON - 7_000)

    with learner.reading() as db:
        day = db.scalars(select(DayRow)).one()

    assert (day.reviews, day.introduced, day.due, day.correct) == (2, 2, 0, 1)
    assert day.active_ms == 12_000


def test_a_clock_that_steps_back_never_puts_a_review_before_the_last(learner: Learner) -> None:
    learner.answer("axes", "a")

    done = learner.answer("axes", "a", now_ms=NOON - 3 * DAY)

    with learner.reading() as db:
        first, second = db.scalars(select(ReviewRow).order_by(ReviewRow.id)).all()
    assert second.reviewed_at >= first.reviewed_at
    assert second.logical_day >= first.logical_day
    assert done.card.seen == 2


def test_an_early_review_is_a_review_and_says_so(learner: Learner) -> None:
    learner.answer("axes", "a")

    learner.now = NOON + 4 * MINUTE
    assert learner.showing("axes").early
    learner.answer("axes", "a")

    with learner.reading() as db:
        kinds = db.scalars(select(ReviewRow.kind).order_by(ReviewRow.id)).all()
    assert kinds == ["learn", "early"]


def test_every_question_of_the_tiny_bank_reads_and_grades(learner: Learner) -> None:
    right: dict[str, Answer] = {"inference": "t", "explain": {"text": "the mean and the variance"}}
    for question in everything():
        if question["status"] == "live" and question["kind"] != "numeric":
            assert learner.answer(question["slug"], right.get(question["slug"], "a")).grade.correct
