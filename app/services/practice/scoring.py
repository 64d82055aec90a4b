"""What hints cost, and how fast a learner usually is."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.attempts import AttemptRow
from app.db.rows import rows
from app.domain.kinds import Question

PACE_WINDOW = 50
"""Earlier answers of a kind that say how fast somebody usually is."""
_NO_ID_IS_THIS_GREAT = 2**62

_PACE = (
    select(AttemptRow.duration_ms)
    .where(
        AttemptRow.user_id == bindparam("user_id"),
        AttemptRow.kind == bindparam("kind"),
        AttemptRow.id < bindparam("before"),
        AttemptRow.duration_ms.is_not(None),
    )
    .order_by(AttemptRow.id.desc())
    .limit(PACE_WINDOW)
)


def pace(db: Session, *, user_id: int, kind: str, before: int = _NO_ID_IS_THIS_GREAT) -> list[int]:
    """Return how long (ms) a learner's latest answers to questions of a kind took."""
    facts = {"user_id": user_id, "kind": kind, "before": before}
    found = rows(db, _PACE, facts).scalars()
    return [duration for duration in found if duration is not None]


def pace_before(db: Session, attempt: AttemptRow) -> list[int]:
    """Return the pace as it was known when an attempt was made."""
    return pace(db, user_id=attempt.user_id, kind=attempt.kind, before=attempt.id)


def score_after_hints(question: Question, score: float, hints: int) -> float:
    """Return a score in [0, 1] after the hints used have cost their shares of it."""
    cost = sum(hint.cost for hint in question.hints[:hints])
    return score * max(0.0, 1.0 - cost)
