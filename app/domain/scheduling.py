"""When a card comes back: FSRS-6 of py-fsrs, told about the learner's own days.

The library counts days in periods of 24 hours from instants. Here it is given midnight UTC of the
learner's date, so that yesterday evening and this morning are a day apart, and only its answers
(memory, state, interval) are used. Fuzz is off: the same log always gives the same schedule. No
formula of FSRS is repeated here.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import lru_cache

import fsrs

from app.domain.days import Calendar, midnight_utc

ALGORITHM = "fsrs-6"
"""Stored with every review, so that a later algorithm knows what made the numbers beside it."""

STEPS = (timedelta(minutes=10),)
MAX_INTERVAL_DAYS = 365
MAX_RETENTION = 0.97
_ONE_DAY = timedelta(days=1)
_ANY_RETENTION = 0.9
"""What is aimed at does not change what is remembered."""


class Rating(IntEnum):
    """How well a card was remembered, in the words and numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card stands. NEW is ours; the others are the library's."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of how well one learner remembers one question.

    stability: days until recall falls to 90 %. difficulty: 1 to 10. last_day: day of the last
    review. step: position among the learning steps, None in REVIEW.
    """

    state: State = State.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What one review does to a card: its new memory, and when it returns.

    Either `wait_s` seconds after the review (learning steps) or `interval_days` days later.
    """

    memory: Memory
    wait_s: int | None
    interval_days: int | None

    def due(self, *, reviewed_ms: int, calendar: Calendar) -> int:
        """Return the instant (ms) at which the card is due again."""
        if self.wait_s is not None:
            return reviewed_ms + self.wait_s * 1000
        assert self.memory.last_day is not None  # noqa: S101  every review sets it
        assert self.interval_days is not None  # noqa: S101  the other of the two
        return calendar.starts_at(self.memory.last_day + self.interval_days)


NEW = Memory()


def retention_for(desired: float, guess_rate: float) -> float:
    """Return the retention to aim for on a card that can be guessed right.

    With guess rate g an answer is right with probability R + (1 - R) g, so aiming at
    d + (1 - d) g keeps what is truly known near d. Never above 0.97, where the work explodes.
    """
    return min(MAX_RETENTION, desired + (1 - desired) * guess_rate)


@lru_cache(maxsize=256)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=retention,
        learning_steps=STEPS,
        relearning_steps=STEPS,
        maximum_interval=MAX_INTERVAL_DAYS,
        enable_fuzzing=False,
    )


def _card(memory: Memory) -> fsrs.Card:
    # A card without an id sleeps for a millisecond to make one; a NEW one is LEARNING over there.
    return fsrs.Card(
        card_id=0,
        state=_THEIRS[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_NEVER,
        last_review=None if memory.last_day is None else midnight_utc(memory.last_day),
    )


_NEVER = midnight_utc(0)
# Tables, because making a member of an enum from its number costs more than a review.
_THEIRS = (
    fsrs.State.Learning,
    fsrs.State.Learning,
    fsrs.State.Review,
    fsrs.State.Relearning,
)
_OURS = tuple(State)
_THEIR_RATINGS = tuple(fsrs.Rating)


def review(memory: Memory, rating: Rating, *, day: int, retention: float) -> Scheduled:
    """Return what a rating given on a day does to a card.

    `retention` is the probability (0.70 to 0.97) of a right answer at which the card should return.
    A day before the last review counts as the day of the last review (somebody flew west).
    Raises ValueError for a retention out of range: the library would divide by zero or go silly.
    """
    if not 0.7 <= retention <= MAX_RETENTION:  # noqa: PLR2004  the range just named
        message = f"desired retention {retention} is not between 0.70 and {MAX_RETENTION}"
        raise ValueError(message)
    return review_by(_scheduler(retention), memory, rating, day=day)


def review_by(scheduler: fsrs.Scheduler, memory: Memory, rating: Rating, *, day: int) -> Scheduled:
    """Return what a rating does to a card under any settings of the library (published vectors)."""
    if memory.last_day is not None and memory.last_day > day:
        day = memory.last_day
    at = midnight_utc(day)
    card, _log = scheduler.review_card(_card(memory), _THEIR_RATINGS[rating - 1], at)
    after = Memory(_OURS[card.state], card.step, card.stability, card.difficulty, day)
    wait = card.due - at
    if after.state is State.REVIEW:
        return Scheduled(after, None, wait // _ONE_DAY)
    return Scheduled(after, int(wait.total_seconds()), None)


def recall(memory: Memory, *, day: int) -> float | None:
    """Return the probability (0 to 1) of a right answer on a day, None for a NEW card."""
    return recall_by(_scheduler(_ANY_RETENTION), memory, day=day)


def recall_by(scheduler: fsrs.Scheduler, memory: Memory, *, day: int) -> float | None:
    """Return the probability of a right answer under any settings (published vectors)."""
    if memory.stability is None:
        return None
    return scheduler.get_card_retrievability(_card(memory), midnight_utc(day))


def previews(
    memory: Memory, *, now_ms: int, calendar: Calendar, retention: float
) -> dict[Rating, int]:
    """Return when the card would be due (ms) after each of the four ratings, given now."""
    day = calendar.day_of(now_ms)
    return {
        rating: review(memory, rating, day=day, retention=retention).due(
            reviewed_ms=now_ms, calendar=calendar
        )
        for rating in Rating
    }
