"""The queue: what is due, in which order, within which limits."""

from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from app.bank.holder import BankHolder
from app.cli import srs_load
from app.domain.scheduling import Rating
from app.services import practice
from app.services.practice import queueing
from app.services.practice.queueing import RANKED
from tests.conftest import Database
from tests.services.conftest import Learner
from tests.services.times import DAY, HOUR, MINUTE, NOON
from tests.services.tiny_bank import single, tiny_bank


def many(root: Path, number: int, **changes: object) -> BankHolder:
    topics = ["bn-concept", "bn-computation"]
    return tiny_bank(
        root, *(single(n, **{"topic": topics[n % 2], **changes}) for n in range(number))
    )


def test_a_new_learner_begins_at_the_beginning_of_the_curriculum(learner: Learner) -> None:
    upcoming = learner.next()

    assert upcoming.item is not None
    assert (upcoming.item.slug, upcoming.item.why) == ("axes", "new")
    assert upcoming.counts is not None
    assert upcoming.counts.new == 7  # eight live questions, two of one skill


def test_drafts_never_come_up(learner: Learner) -> None:
    assert "unfinished" not in learner.queue()


def test_new_questions_stop_at_the_daily_limit_and_go_on_the_next_day(learner: Learner) -> None:
    learner.prefer(new_per_day=2)
    learner.answer("axes", "a")
    learner.answer("gamma", "a")

    assert learner.queue() == []
    learner.now = NOON + DAY
    assert len(learner.queue()) == 2


def test_learning_steps_come_first_then_reviews_then_new(learner: Learner) -> None:
    learner.answer("gamma", "a")
    learner.now = NOON + 20 * DAY
    learner.answer("axes", "b")
    learner.now += 11 * MINUTE

    with learner.reading() as db:
        items = practice.due_queue(
            db, learner.holder.current, user_id=learner.user_id, now_ms=learner.now
        )

    assert [(item.slug, item.why) for item in items][:3] == [
        ("axes", "learning"),
        ("gamma", "due"),
        ("explain", "new"),
    ]


def test_the_review_limit_hides_reviews_but_never_learning_steps(learner: Learner) -> None:
    learner.prefer(new_per_day=0)
    for slug in ("axes", "gamma", "pool"):
        learner.answer(slug, "a")
    learner.prefer(reviews_per_day=1)
    learner.now = NOON + 20 * DAY

    assert len(learner.queue()) == 1
    learner.answer(learner.queue()[0], "b")
    learner.now += 10 * MINUTE
    upcoming = learner.next()
    assert upcoming.item is not None
    assert upcoming.item.why == "learning"
    assert upcoming.counts is not None
    assert (upcoming.counts.learning, upcoming.counts.due, upcoming.counts.backlog) == (1, 0, 2)


def test_a_learning_step_due_soon_is_shown_early_when_nothing_else_is_left(
    learner: Learner,
) -> None:
    learner.prefer(new_per_day=1)
    learner.answer("axes", "b")

    upcoming = learner.next()

    assert upcoming.item is not None
    assert (upcoming.item.slug, upcoming.item.why) == ("axes", "ahead")
    assert upcoming.counts is not None
    assert upcoming.counts.total == 0


def test_a_learning_step_is_shown_early_by_twenty_minutes_at_most(learner: Learner) -> None:
    learner.prefer(new_per_day=1)
    due = learner.answer("axes", "b").due_ms
    assert due is not None

    learner.now = due - 20 * MINUTE - 1
    assert learner.queue() == []
    learner.now = due - 20 * MINUTE
    assert learner.queue() == ["axes"]


def test_of_two_learning_steps_the_one_due_first_comes_first(learner: Learner) -> None:
    for slug in ("axes", "gamma", "axes"):
        learner.answer(slug, "b")
        learner.now += MINUTE
    learner.now += 10 * MINUTE

    assert learner.queue()[:2] == ["gamma", "axes"]


def test_with_nothing_left_the_next_date_is_told(learner: Learner) -> None:
    learner.prefer(new_per_day=1)
    done = learner.answer("axes", "a")

    upcoming = learner.next()

    assert upcoming.item is None
    assert upcoming.next_due_ms == done.due_ms


def test_siblings_wait_until_tomorrow(learner: Learner) -> None:
    learner.answer("twin-one", "a")
    assert "twin-two" not in learner.queue()

    learner.now = NOON + DAY
    assert "twin-two" in learner.queue()


def test_siblings_do_not_wait_where_the_learner_does_not_want_it(learner: Learner) -> None:
    learner.prefer(bury_siblings=False)
    learner.answer("twin-one", "a")

    assert "twin-two" in learner.queue()


def test_two_due_siblings_come_on_different_days(learner: Learner) -> None:
    learner.prefer(bury_siblings=False)
    learner.answer("twin-one", "a")
    learner.answer("twin-two", "a")
    learner.prefer(bury_siblings=True, new_per_day=0)
    learner.now = NOON + 20 * DAY

    assert learner.queue() == ["twin-one"]
    counts = learner.next().counts
    assert counts is not None
    assert (counts.due, counts.buried) == (1, 1)


def test_a_learning_step_is_never_put_off_for_a_sibling(learner: Learner) -> None:
    learner.prefer(bury_siblings=False)
    learner.answer("twin-one", "b")
    learner.answer("twin-two", "b")
    learner.prefer(bury_siblings=True)
    learner.now += 10 * MINUTE

    assert learner.queue()[:2] == ["twin-one", "twin-two"]


def test_a_skipped_question_is_back_tomorrow_with_another_variant(learner: Learner) -> None:
    before = learner.showing("sum").variant.index
    with learner.writing() as db:
        practice.skip(db, learner.holder.current, user_id=learner.user_id, slug="sum", now_ms=NOON)

    assert "sum" not in learner.queue()
    assert learner.showing("sum").early
    learner.now = NOON + DAY
    assert "sum" in learner.queue()
    assert learner.showing("sum").variant.index == before + 1


def test_a_page_open_while_its_question_was_skipped_can_still_be_answered(
    learner: Learner,
) -> None:
    form = learner.form("sum", "3")
    with learner.writing() as db:
        practice.skip(db, learner.holder.current, user_id=learner.user_id, slug="sum", now_ms=NOON)

    assert learner.send(form).card.seen == 1


def test_an_answer_brings_back_what_was_put_off_until_tomorrow(learner: Learner) -> None:
    with learner.writing() as db:
        practice.skip(db, learner.holder.current, user_id=learner.user_id, slug="axes", now_ms=NOON)
    learner.answer("axes", "b")
    learner.now += 10 * MINUTE

    assert learner.card("axes").hidden_until_ms == 0
    assert learner.queue()[0] == "axes"


def test_a_suspended_question_stays_away_until_it_is_brought_back(learner: Learner) -> None:
    bank = learner.holder.current
    with learner.writing() as db:
        practice.suspend(db, bank, user_id=learner.user_id, slug="axes", now_ms=NOON)

    learner.now = NOON + 400 * DAY
    assert "axes" not in learner.queue()
    assert learner.card("axes").suspended
    with learner.writing() as db:
        practice.unsuspend(db, bank, user_id=learner.user_id, slug="axes", now_ms=learner.now)
    assert "axes" in learner.queue()


def test_a_suspended_card_is_not_among_the_due(learner: Learner) -> None:
    learner.answer("axes", "a")
    learner.prefer(new_per_day=0)
    learner.now = NOON + 30 * DAY
    assert learner.queue() == ["axes"]

    with learner.writing() as db:
        practice.suspend(
            db, learner.holder.current, user_id=learner.user_id, slug="axes", now_ms=learner.now
        )

    assert learner.queue() == []
    assert learner.next().next_due_ms is None


def test_flag_and_note_touch_no_schedule(learner: Learner) -> None:
    form = learner.form("axes", "a")
    bank = learner.holder.current
    with learner.writing() as db:
        practice.flag(db, bank, user_id=learner.user_id, slug="axes", on=True, now_ms=NOON)
        practice.note(
            db, bank, user_id=learner.user_id, slug="axes", text="  N, H, W\r\n", now_ms=NOON
        )

    card = learner.card("axes")
    assert (card.flagged, card.note, card.version) == (True, "N, H, W", 0)
    learner.send(form)
    with learner.writing() as db:
        practice.flag(db, bank, user_id=learner.user_id, slug="axes", on=False, now_ms=NOON)
    assert (learner.card("axes").flagged, learner.card("axes").note) == (False, "N, H, W")


def test_reviews_are_ranked_by_how_late_they_are_for_their_interval(learner: Learner) -> None:
    learner.prefer(new_per_day=0)
    easy = learner.answer("gamma", "a")
    learner.rerate(easy, Rating.EASY)
    learner.now = NOON + 7 * DAY
    good = learner.answer("axes", "a")
    first_due, then_due = learner.card("gamma").due_ms, good.due_ms
    learner.now = NOON + 12 * DAY

    # Due first is not the same as late: eight days with four on top, two days with three on top.
    assert first_due is not None
    assert then_due is not None
    assert first_due < then_due
    assert learner.queue() == ["axes", "gamma"]


@pytest.mark.parametrize("limit", [1, 7, 40, 41, 90])
def test_a_shorter_queue_is_the_beginning_of_a_longer_one(
    database: Database, root: Path, limit: int
) -> None:
    learner = Learner(database, many(root, 100), database.add_user())
    learner.prefer(zone="UTC", new_per_day=500, reviews_per_day=500)
    for number in range(90):
        learner.answer(f"single-{number}", "a")
    learner.now = NOON + 30 * DAY

    whole = learner.queue(1000)

    assert len(whole) == len(set(whole)) == 100
    assert learner.queue(limit) == whole[:limit]
    topics = [learner.holder.current.get(slug) for slug in whole[:40]]
    assert all(a is not None and b is not None and a.topic != b.topic for a, b in pairwise(topics))


def test_a_question_that_left_the_bank_leaves_the_queue(database: Database, root: Path) -> None:
    learner = Learner(database, many(root, 3), database.add_user())
    learner.answer("single-1", "a")
    learner.now = NOON + 30 * DAY
    (root / "normalisation" / "single-1.yaml").unlink()
    learner.holder.reload()

    assert "single-1" not in learner.queue()
    assert learner.next().item is not None
    assert learner.undo().slug is None


def test_the_day_begins_at_the_learners_own_hour(learner: Learner) -> None:
    learner.prefer(zone="Asia/Shanghai", day_start_hour=4, new_per_day=1)
    midnight = NOON + 4 * HOUR  # 00:00 in Shanghai
    learner.now = midnight
    learner.answer("axes", "a")

    learner.now = midnight + 3 * HOUR + 59 * MINUTE
    assert learner.queue() == []
    learner.now = midnight + 4 * HOUR
    assert len(learner.queue()) == 1


def test_asking_for_the_queue_writes_nothing(learner: Learner) -> None:
    learner.queue()
    learner.next()

    with learner.reading() as db, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        db.execute(text("INSERT INTO site (name, value) VALUES ('x', '1')"))


def test_a_great_backlog_is_put_once_each_and_the_longest_due_first(
    sqlite_database: Database,
) -> None:
    bank = srs_load.bank()
    with sqlite_database.write.begin() as db:
        user_id = srs_load.fill(db, now_ms=NOON, reviews_each=0)

    with sqlite_database.read() as db:
        items = practice.due_queue(db, bank, user_id=user_id, now_ms=NOON + 365 * DAY, limit=2_500)

    slugs = [item.slug for item in items]
    assert len(slugs) == len(set(slugs)) == 2_500
    due = [item.due_ms or 0 for item in items]
    assert max(due[: RANKED // 2]) <= min(due[-RANKED // 2 :])


def test_the_next_question_costs_a_handful_of_queries_and_never_reads_the_log(
    learner: Learner,
) -> None:
    learner.answer("axes", "a")
    learner.now = NOON + 30 * DAY
    bank, asked = learner.holder.current, []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(learner.database.engine, "before_cursor_execute", note)
    with learner.reading() as db:
        practice.next_card(db, bank, user_id=learner.user_id, now_ms=learner.now, counted=False)
    event.remove(learner.database.engine, "before_cursor_execute", note)

    queries = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(queries) <= 5
    assert not [query for query in queries if "FROM reviews" in query or "attempts" in query]


def test_due_cards_are_found_by_their_partial_indexes(sqlite_database: Database) -> None:
    plans = []
    for query in (queueing.LEARNING_DUE, queueing.REVIEWS_DUE):
        compiled = query.compile(sqlite_database.engine)
        with sqlite_database.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {compiled}", (1,) * str(compiled).count("?")
            )
            plans.append(" ".join(str(row[3]) for row in rows))

    assert "ix_cards_learning" in plans[0]
    assert "ix_cards_reviewing" in plans[1]
