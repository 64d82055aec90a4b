"""Writing down an answer that was graded: the attempt, the review, and where the card stands."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.reviews import ReviewRow
from app.domain.grade import Answer, Grade
from app.domain.rating import Evidence
from app.domain.scheduling import Rating, retention_for
from app.services.practice import log
from app.services.practice.freezing import frozen_grade, frozen_showing, frozen_variant
from app.services.practice.scoring import score_after_hints
from app.services.practice.showing import Drawn
from app.services.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer with its grade, what was seen of it, and the rating that this supports."""

    drawn: Drawn
    answer: Answer
    grade: Grade
    evidence: Evidence
    proposed: Rating


def record(
    db: Session,
    card: CardRow,
    graded: Graded,
    *,
    client_id: str,
    settings: Preferences,
    now_ms: int,
) -> tuple[AttemptRow, ReviewRow]:
    """Keep an answer and move its card, already claimed, on. Both rows have their ids."""
    attempt = _attempt(graded, user_id=card.user_id, now_ms=now_ms)
    db.add(attempt)
    db.flush()  # gives attempt.id
    question = graded.drawn.question
    reviewed_ms = max(now_ms, card.last_review_at or 0)  # a clock may step back
    entry = log.Entry(
        client_id=client_id,
        evidence=graded.evidence,
        score=attempt.score,
        proposed=graded.proposed,
        rating=graded.proposed,
        retention=retention_for(settings.desired_retention, question.guess_rate),
        reviewed_ms=reviewed_ms,
        day=settings.calendar.day_of(reviewed_ms),
        now_ms=now_ms,
    )
    row = log.record(db, card, attempt, entry, calendar=settings.calendar)
    card.hidden_until = 0
    db.flush()  # gives row.id
    return attempt, row


def _attempt(graded: Graded, *, user_id: int, now_ms: int) -> AttemptRow:
    drawn, grade, evidence = graded.drawn, graded.grade, graded.evidence
    question = drawn.question
    return AttemptRow(
        user_id=user_id,
        uid=question.uid,
        slug=question.slug,
        kind=question.kind,
        revision=drawn.revision,
        variant_index=drawn.variant.index,
        params=frozen_variant(drawn.variant),
        lang=drawn.lang,
        shown=frozen_showing(drawn),
        key=question.key(drawn.variant),
        answer=graded.answer,
        score=score_after_hints(question, grade.score or 0.0, evidence.hints),
        correct=grade.correct,
        grade=frozen_grade(grade),
        assessed=None,
        hints_used=evidence.hints,
        duration_ms=evidence.duration_ms,
        answered_at=now_ms,
    )
