"""What became of an answer, put together from what was recorded."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.reviews import ReviewRow
from app.domain import rating as rules
from app.domain.days import Calendar
from app.domain.errors import NotFoundError
from app.domain.followups import asks
from app.domain.kinds import Question
from app.domain.scheduling import Memory, Rating, State, review
from app.domain.text import Lang
from app.domain.variants import values_of
from app.services import preferences
from app.services.practice.cards import facts, find_card
from app.services.practice.freezing import thawed_grade
from app.services.practice.pages import Outcome

_BY_ATTEMPT = (
    select(ReviewRow).where(ReviewRow.attempt_id == bindparam("attempt_id")).order_by(ReviewRow.id)
)


def own_attempt(db: Session, *, user_id: int, attempt_id: int) -> AttemptRow:
    """Return a learner's own attempt; NotFoundError for any other."""
    row = db.get(AttemptRow, attempt_id)
    if row is None or row.user_id != user_id:
        raise NotFoundError("没有这次作答。", "There is no such answer.")
    return row


def newest_review(db: Session, attempt_id: int) -> ReviewRow:
    """Return the last row that an attempt wrote into the log, undone or not."""
    return db.scalars(_BY_ATTEMPT, {"attempt_id": attempt_id}).all()[-1]


def question_then(holder: BankHolder, attempt: AttemptRow) -> tuple[Question, bool]:
    """Return the question as it was answered; today's text and True when that is forgotten."""
    then = holder.question_at(attempt.slug, attempt.revision)
    if then is not None:
        return then[1], False
    now = holder.current.by_uid(attempt.uid)
    if now is None:
        raise NotFoundError("这道题已经不在题库里了。", "This question is no longer in the bank.")
    return now, True


def outcome_of(
    db: Session,
    holder: BankHolder,
    attempt: AttemptRow,
    *,
    lang: Lang,
    now_ms: int,
    replayed: bool = False,
) -> Outcome:
    """Return the outcome of an attempt as it stands now."""
    return assemble(
        db,
        holder,
        attempt,
        newest_review(db, attempt.id),
        find_card(db, user_id=attempt.user_id, uid=attempt.uid),
        calendar=preferences.get(db, user_id=attempt.user_id).calendar,
        lang=lang,
        now_ms=now_ms,
        replayed=replayed,
    )


def assemble(
    db: Session,
    holder: BankHolder,
    attempt: AttemptRow,
    row: ReviewRow,
    card: CardRow | None,
    *,
    calendar: Calendar,
    lang: Lang,
    now_ms: int,
    replayed: bool = False,
) -> Outcome:
    """Return the outcome of an attempt from its latest review and its card."""
    question, outdated = question_then(holder, attempt)
    variant = question.variant(attempt.variant_index)
    grade = thawed_grade(attempt.grade)
    counts = row.undone_at is None
    # An older answer is history: the card was answered again since, and its rating stays.
    latest = counts and card is not None and card.last_review_at == row.reviewed_at
    before = Memory(
        State(row.state_before),
        row.step_before,
        row.stability_before,
        row.difficulty_before,
        row.last_day_before,
    )
    return Outcome(
        attempt_id=attempt.id,
        review_id=row.id if counts else None,
        question=question,
        slug=question.slug,
        revision=attempt.revision,
        outdated=outdated,
        variant=variant,
        order=question.order(variant),
        values=values_of(question, variant, lang),
        lang=lang,
        answer=attempt.answer,
        grade=grade,
        score=attempt.score,
        key=attempt.key,
        key_text=question.key_text(variant, lang),
        proposed=Rating(row.proposed),
        rating=Rating(row.rating),
        choices=rules.choices(correct=attempt.correct) if latest else (),
        previews={
            choice: review(before, choice, day=row.logical_day, retention=row.retention).due(
                reviewed_ms=row.reviewed_at, calendar=calendar
            )
            for choice in Rating
        },
        due_ms=row.due_after if latest else None,
        card=facts(
            db, card, user_id=attempt.user_id, uid=attempt.uid, now_ms=now_ms, calendar=calendar
        ),
        followups=tuple(asks(question, grade)),
        assessable=attempt.kind == "open" and latest,
        assessed=None if attempt.assessed is None else tuple(attempt.assessed),
        hints_used=attempt.hints_used,
        duration_ms=attempt.duration_ms,
        answered_ms=attempt.answered_at,
        replayed=replayed,
    )
