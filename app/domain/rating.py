"""From what happened while answering to a rating for the scheduler.

A right answer is Good, a wrong one Again; hints, a loose tolerance, mending and a long time make a
right answer Hard. A published comparison of 9,999 collections (srs-benchmark) shows that two grades
cost next to nothing, so the finer ones are given only where the evidence is plain.
"""

from dataclasses import dataclass
from statistics import median

from app.domain.scheduling import Rating

GRADER_VERSION = 1
"""Stored with every review; raise it when this mapping changes."""

SLOW, FAST = 3.0, 0.5
"""Multiples of the learner's own median time."""
ENOUGH = 5
"""Earlier answers needed before time says anything."""

IDLE_CHOICE_MS, IDLE_MS = 60_000, 600_000
_CHOICE_KINDS = frozenset({"single", "multi", "truefalse", "match", "order", "cloze"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of one answer.

    `near`: right within the loose tolerance only. `mended`: code that was right as soon as it could
    be run, but had to be mended for that.
    """

    correct: bool
    near: bool = False
    hints: int = 0
    duration_ms: int | None = None
    mended: bool = False


def propose(evidence: Evidence, earlier_ms: list[int]) -> Rating:
    """Return the rating that the evidence supports.

    `earlier_ms`: how long the learner's earlier answers to questions of this kind took.
    """
    if not evidence.correct:
        return Rating.AGAIN
    pace = _pace(evidence.duration_ms, earlier_ms)
    if evidence.near or evidence.mended or evidence.hints or (pace is not None and pace > SLOW):
        return Rating.HARD
    if pace is not None and pace < FAST:
        return Rating.EASY
    return Rating.GOOD


def choices(*, correct: bool) -> tuple[Rating, ...]:
    """Return the ratings open to the learner. A wrong answer stays Again, whatever one feels."""
    return tuple(Rating) if correct else (Rating.AGAIN,)


def active_ms(
    kind: str, *, shown_ms: int | None, now_ms: int, reported_ms: int | None
) -> int | None:
    """Return how long an answer took (ms), None when nothing is known.

    The browser's figure counts only as far as the server's clock allows it; more than a minute
    (choices) or ten (typing) is somebody who went for tea.
    """
    known = [reported_ms] if reported_ms is not None else []
    if shown_ms is not None:
        known.append(now_ms - shown_ms)
    if not known:
        return None
    return max(0, min(*known, IDLE_CHOICE_MS if kind in _CHOICE_KINDS else IDLE_MS))


def _pace(duration_ms: int | None, earlier_ms: list[int]) -> float | None:
    if duration_ms is None or len(earlier_ms) < ENOUGH:
        return None
    usual = median(earlier_ms)
    return duration_ms / usual if usual > 0 else None
