"""Second thoughts: another rating for an answer, or one's own judgement of an open one."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.attempts import AttemptRow
from app.db.reviews import ReviewRow
from app.domain import rating as rules
from app.domain.errors import ConflictError, InvalidError
from app.domain.kinds.open import OpenQuestion
from app.domain.rating import Evidence
from app.domain.scheduling import Rating
from app.domain.text import Lang
from app.services import preferences
from app.services.practice import log
from app.services.practice.cards import claim, ensure_card, live_reviews, rebuild
from app.services.practice.freezing import frozen_grade
from app.services.practice.outcomes import newest_review, outcome_of, own_attempt, question_then
from app.services.practice.pages import Outcome
from app.services.practice.scoring import pace_before, score_after_hints


def rerate(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    attempt_id: int,
    rating: Rating,
    lang: Lang,
    now_ms: int,
) -> Outcome:
    """Change the rating of the latest answer to a card; the same rating again changes nothing.

    InvalidError when the rating is not among the choices, ConflictError when the card was answered
    again since, or the answer was undone.
    """
    attempt = own_attempt(db, user_id=user_id, attempt_id=attempt_id)
    row = _standing(db, attempt)
    if rating not in rules.choices(correct=attempt.correct):
        raise InvalidError(
            "rating",
            "答错的题只能评“重来”；点错了可以撤销后重答。",
            "A wrong answer is rated Again. If you misclicked, undo it and answer again.",
        )
    if rating != row.rating:
        evidence = Evidence(row.correct, row.near, row.hints_used, row.duration_ms)
        _replace(
            db, attempt, row, evidence, proposed=Rating(row.proposed), rating=rating, now_ms=now_ms
        )
    return outcome_of(db, holder, attempt, lang=lang, now_ms=now_ms)


def assess(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    attempt_id: int,
    points: Sequence[str],
    lang: Lang,
    now_ms: int,
) -> Outcome:
    """Set which rubric points an open answer made, by the learner's own judgement; re-rates it.

    InvalidError for other kinds and unknown points, ConflictError as in `rerate`.
    """
    attempt = own_attempt(db, user_id=user_id, attempt_id=attempt_id)
    row = _standing(db, attempt)
    question, _outdated = question_then(holder, attempt)
    if not isinstance(question, OpenQuestion) or not isinstance(attempt.answer, dict):
        raise InvalidError(
            "points", "只有开放题可以自评。", "Only open questions can be assessed by yourself."
        )
    known = [point.id for point in question.rubric.points]
    ticked = [point for point in known if point in points]
    if len(ticked) != len(set(points)):
        raise InvalidError("points", "没有这个要点。", "There is no such point.")
    grade = question.grade(
        {**attempt.answer, "points": ticked}, question.variant(attempt.variant_index)
    )
    if grade.score is None:
        raise InvalidError("points", "这份答案无法自评。", "This answer cannot be assessed.")
    evidence = Evidence(grade.correct, grade.near, row.hints_used, row.duration_ms)
    proposed = rules.propose(evidence, pace_before(db, attempt))
    score = score_after_hints(question, grade.score, attempt.hints_used)
    unchanged = attempt.assessed == ticked and attempt.score == score
    attempt.assessed = ticked
    attempt.score, attempt.correct = score, grade.correct
    attempt.grade = frozen_grade(grade)
    if not unchanged:
        _replace(db, attempt, row, evidence, proposed=proposed, rating=proposed, now_ms=now_ms)
    return outcome_of(db, holder, attempt, lang=lang, now_ms=now_ms)


def _standing(db: Session, attempt: AttemptRow) -> ReviewRow:
    """Return the review in force of an attempt, which must be the latest of its card."""
    row = newest_review(db, attempt.id)
    card = ensure_card(db, user_id=attempt.user_id, uid=attempt.uid)
    if row.undone_at is not None or live_reviews(db, card)[-1].id != row.id:
        raise ConflictError(
            "这次作答已经撤销，或者这道题后来又答过了，不能再改评分。",
            "This answer was taken back, or the question was answered again since; its rating "
            "stays.",
        )
    return row


def _replace(
    db: Session,
    attempt: AttemptRow,
    row: ReviewRow,
    evidence: Evidence,
    *,
    proposed: Rating,
    rating: Rating,
    now_ms: int,
) -> None:
    """Strike a review and write another in its place, at the same moment."""
    card = ensure_card(db, user_id=attempt.user_id, uid=attempt.uid)
    claim(db, card, version=card.version)
    log.strike(db, row, now_ms=now_ms)
    rebuild(db, card)
    entry = log.Entry(
        client_id=f"instead-of.{row.id}",
        evidence=evidence,
        score=attempt.score,
        proposed=proposed,
        rating=rating,
        retention=row.retention,
        reviewed_ms=row.reviewed_at,
        day=row.logical_day,
        now_ms=now_ms,
    )
    calendar = preferences.get(db, user_id=attempt.user_id).calendar
    log.record(db, card, attempt, entry, calendar=calendar)
    db.flush()  # the outcome is read back from the log
