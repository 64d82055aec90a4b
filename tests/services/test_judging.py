"""Code handed in: taken in once, judged once, counted once a sitting."""

from pathlib import Path

import pytest

from app.db.submissions import SubmissionRow
from app.domain.errors import BusyError, ConflictError, InvalidError, NotFoundError
from app.domain.scheduling import Rating
from app.services import judging, practice
from app.services.judging import working
from app.services.practice.judged import SITTING_MS
from tests.conftest import Database
from tests.services.coder import RIGHT, SLUG, Coder, said
from tests.services.conftest import Learner
from tests.services.times import DAY, MINUTE
from tests.services.tiny_bank import code, single, tiny_bank


def test_a_submission_is_taken_in_once(coder: Coder) -> None:
    first = coder.place(client_id="the-same-one")
    again = coder.place("something else", client_id="the-same-one")

    assert first.fresh
    assert (again.id, again.fresh) == (first.id, False)
    assert coder.own(first.id).source == RIGHT
    assert coder.own(first.id).status == "queued"


def test_a_client_id_belongs_to_one_question(coder: Coder) -> None:
    coder.place(client_id="the-same-one")

    with pytest.raises(ConflictError):
        coder.place(client_id="the-same-one", slug="code-2")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = 1\n" * 20_000, id="too long"),
        pytest.param("x = 1\ny = '\0'\n", id="NUL"),
        pytest.param("x = '\ud800'\n", id="half a pair"),
    ],
)
def test_what_no_row_can_hold_is_refused_with_a_reason(coder: Coder, source: str) -> None:
    with pytest.raises(InvalidError) as caught:
        coder.place(source)

    assert caught.value.field == "source"


@pytest.mark.parametrize("slug", ["single-3", "nothing"])
def test_only_code_questions_take_code(coder: Coder, slug: str) -> None:
    with pytest.raises(NotFoundError):
        coder.place(slug=slug)


def test_who_waits_for_three_verdicts_waits_for_one_of_them(coder: Coder) -> None:
    placed = [coder.place() for _ in range(3)]
    with pytest.raises(BusyError):
        coder.place()
    coder.judge(placed[0].id)
    coder.place()

    # Each that waits already makes the next one of the same learner wait behind those of others.
    assert [each.priority for each in placed] == [100, 90, 80]


def test_a_submission_of_somebody_else_is_not_found(coder: Coder, database: Database) -> None:
    placed = coder.place()
    other = Coder(database, coder.holder, database.add_user("bob@example.org"))

    with pytest.raises(NotFoundError):
        other.own(placed.id)


def test_a_verdict_is_kept_without_the_seed_of_the_hidden_cases(coder: Coder) -> None:
    submission = coder.submit("WA")

    assert (submission.status, submission.verdict) == ("done", "WA")
    assert submission.document is not None
    assert "seed" not in submission.document
    with coder.database.read() as db:
        assert db.get_one(SubmissionRow, submission.id).seed == "ab" * 32


def test_text_that_no_database_takes_is_kept_without_it(coder: Coder) -> None:
    placed = coder.place()
    coder.judge(placed.id, "RE", stdout="a\0b\ud800c")

    document = coder.own(placed.id).document
    assert document is not None
    assert document["stdout"] == "abc"


def test_a_submission_is_claimed_once(coder: Coder) -> None:
    placed = coder.place()
    with coder.database.write.begin() as db:
        assert working.claim(db, coder.holder, placed.id) is not None
    with coder.database.write.begin() as db:
        assert working.claim(db, coder.holder, placed.id) is None


def test_the_verdict_of_an_earlier_try_does_not_count(coder: Coder) -> None:
    placed = coder.place()
    with coder.database.write.begin() as db:
        late = working.claim(db, coder.holder, placed.id)
        assert late is not None
        assert working.unfinished(db) == [placed]
        again = working.claim(db, coder.holder, placed.id)
        assert again is not None
    with coder.database.write.begin() as db:
        working.finish(db, coder.holder, late, said("WA"), now_ms=coder.now)
    assert coder.own(placed.id).status == "running"
    with coder.database.write.begin() as db:
        working.finish(db, coder.holder, again, said("AC"), now_ms=coder.now)

    assert coder.own(placed.id).verdict == "AC"
    assert coder.ratings() == [Rating.GOOD]


@pytest.mark.parametrize(
    ("verdicts", "rated"),
    [
        (["AC"], [Rating.GOOD]),
        (["WA"], [Rating.AGAIN]),
        (["WA", "AC"], [Rating.AGAIN]),
        (["AC", "WA"], [Rating.GOOD]),
        (["CE", "AC"], [Rating.HARD]),
        (["CE", "TLE"], [Rating.AGAIN]),
        (["CE"], []),
        (["IE"], []),
        (["IE", "AC"], [Rating.GOOD]),
    ],
)
def test_the_first_run_of_a_sitting_counts(
    coder: Coder, verdicts: list[str], rated: list[Rating]
) -> None:
    for verdict in verdicts:
        coder.submit(verdict)
        coder.now += MINUTE

    assert coder.ratings() == rated


def test_a_hint_makes_a_right_answer_hard(coder: Coder) -> None:
    submission = coder.submit("AC", hints_used=1)

    assert coder.ratings() == [Rating.HARD]
    assert submission.attempt_id is not None


def test_a_run_never_counts_and_only_the_newest_is_kept(coder: Coder) -> None:
    first = coder.submit("WA", mode="run")
    second = coder.submit("AC", mode="run")

    assert coder.ratings() == []
    with pytest.raises(NotFoundError):
        coder.own(first.id)
    assert coder.own(second.id).done


def test_a_card_that_is_due_again_is_answered_again(coder: Coder) -> None:
    coder.submit("WA")
    coder.now += 11 * MINUTE  # the relearning step
    coder.submit("AC")
    coder.now += SITTING_MS + 1
    coder.submit("WA")

    assert coder.ratings() == [Rating.AGAIN, Rating.GOOD, Rating.AGAIN]


def test_giving_up_counts_as_forgotten_and_shows_the_solution(coder: Coder) -> None:
    coder.change("reveal")
    coder.give_up()
    coder.submit("AC")

    assert coder.bench().revealed
    assert coder.ratings() == [Rating.AGAIN]


def test_a_judged_answer_can_be_taken_back(coder: Coder) -> None:
    submission = coder.submit("WA")
    with coder.database.write.begin() as db:
        practice.undo(
            db,
            coder.holder.current,
            user_id=coder.user_id,
            now_ms=coder.now,
            attempt_id=submission.attempt_id,
        )

    coder.submit("AC")

    assert coder.ratings() == [Rating.AGAIN, Rating.GOOD]


def test_code_is_not_answered_in_words(coder: Coder) -> None:
    with coder.database.write.begin() as db, pytest.raises(InvalidError):
        practice.answer(
            db,
            coder.holder,
            user_id=coder.user_id,
            slug=SLUG,
            client_id="a-client-id",
            card_version=None,
            revision=coder.holder.current.revision(SLUG),
            variant_index=0,
            answer={"verdict": "AC", "score": "1"},
            lang="en",
            now_ms=coder.now,
        )


def test_the_history_lists_submissions_and_no_runs(coder: Coder) -> None:
    first = coder.submit("WA")
    coder.submit("AC", mode="run")
    last = coder.submit("AC")

    with coder.database.read() as db:
        lines = judging.record.history(db, user_id=coder.user_id, uid=coder.question.uid)
        before = judging.record.before(db, user_id=coder.user_id, submission=last)

    assert [(line.id, line.verdict) for line in lines] == [(last.id, "AC"), (first.id, "WA")]
    assert before is not None
    assert before.id == first.id


def test_an_exercise_that_left_the_bank_is_our_failure(database: Database, tmp_path: Path) -> None:
    holder = tiny_bank(tmp_path / "bank", code(1), single(3))
    coder = Coder(database, holder, database.add_user())
    placed = coder.place()
    with database.write.begin() as db:
        db.get_one(SubmissionRow, placed.id).revision = "sha256:forgotten"
    with database.write.begin() as db:
        work = working.claim(db, holder, placed.id)

    assert work is not None
    assert work.job is None


def test_a_day_of_few_new_questions_still_comes_to_an_exercise(
    database: Database, tmp_path: Path
) -> None:
    singles = [single(number) for number in range(3, 15)]
    learner = Learner(
        database, tiny_bank(tmp_path / "bank", code(1), *singles), database.add_user()
    )
    learner.prefer(zone="UTC", new_per_day=2)
    seen: list[str] = []
    for _ in range(5):
        for slug in [slug for slug in learner.queue() if slug not in seen]:
            seen.append(slug)
            if slug != SLUG:
                learner.answer(slug)
        learner.now += DAY

    assert seen.index(SLUG) == 9
