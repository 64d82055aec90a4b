"""How a learner is doing: the dashboard and the progress page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.reviews import ReviewRow
from app.domain.days import date_of, monday_of
from app.domain.kinds import Question
from app.domain.mastery import known, mastery
from app.domain.scheduling import Memory, State, recall
from app.domain.streaks import longest_streak, streak
from app.domain.text import Text
from app.services import preferences
from app.services.practice.pages import QueueCounts
from app.services.practice.queueing import Queue
from app.services.practice.undoing import undoable

FORECAST_DAYS = 14
HEATMAP_WEEKS = 46
ACCURACY_DAYS = 30
PACE_ANSWERS = 300
"""Latest answers that say how long a question of each kind takes somebody."""
RETENTION_REVIEWS = 3_000
RETENTION_BANDS: tuple[tuple[int, int | None], ...] = (
    (1, 1),
    (2, 3),
    (4, 7),
    (8, 14),
    (15, 30),
    (31, 90),
    (91, None),
)
"""Days since the last review, first and last of each band."""
LEVELS = (1, 5, 15, 30)
"""Answers a day from which a square of the heatmap is one shade darker."""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Cards due on one day of the forecast; days count from 1970-01-01, today includes overdue."""

    day: int
    date: str
    """YYYY-MM-DD."""
    cards: int


@dataclass(frozen=True, slots=True)
class DayDone:
    """One day of the heatmap. `level` 0 to 4 is for colours."""

    day: int
    date: str
    reviews: int
    level: int


@dataclass(frozen=True, slots=True)
class TopicMastery:
    """How much of a topic is remembered today, from the questions answered at least once.

    estimate, low, high (a 90 % interval) in [0, 1]; None while nothing was answered.
    """

    track: str
    topic: str
    title: Text
    seen: int
    total: int
    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """Reviews `from_days` to `to_days` after the one before: share right, share predicted."""

    from_days: int
    to_days: int | None
    """None: and more."""
    reviews: int
    observed: float
    predicted: float


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the first page."""

    counts: QueueCounts
    minutes: int
    """Expected for `counts`, from the learner's own times; at least 1 when anything is left."""
    next_due_ms: int | None
    forecast: tuple[DayLoad, ...]
    """14 days, today first."""
    heatmap: tuple[DayDone, ...]
    """46 weeks, oldest first, from a Monday to today."""
    streak: int
    """Days in a row with an answer, up to today (or yesterday, while today has none)."""
    today: int
    """Answers today."""
    accuracy: float | None
    """Share answered right in the last 30 days."""
    seen: int
    total: int
    mastery: tuple[TopicMastery, ...]
    """Topics that have questions, in curriculum order."""
    undoable: int
    """Answers that can be taken back."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the progress page."""

    heatmap: tuple[DayDone, ...]
    streak: int
    longest_streak: int
    answers: int
    accuracy: float | None
    mastery: tuple[TopicMastery, ...]
    retention: tuple[RetentionPoint, ...]


_STATES = tuple(State)
_USER: BindParameter[int] = bindparam("user_id")
_DAYS = (
    select(DayRow.day, DayRow.reviews, DayRow.correct)
    .where(DayRow.user_id == _USER, DayRow.reviews > 0)
    .order_by(DayRow.day)
)
_DUE_DAYS = (
    select(CardRow.due_day, func.count())
    .where(
        CardRow.user_id == _USER,
        CardRow.state != State.NEW,
        CardRow.suspended_at.is_(None),
        CardRow.due_day < bindparam("until"),
    )
    .group_by(CardRow.due_day)
)
_MEMORIES = select(
    CardRow.uid,
    CardRow.state,
    CardRow.step,
    CardRow.stability,
    CardRow.difficulty,
    CardRow.last_day,
).where(CardRow.user_id == _USER, CardRow.state != State.NEW)
_TIMES = (
    select(AttemptRow.kind, ReviewRow.duration_ms)
    .join(ReviewRow, ReviewRow.attempt_id == AttemptRow.id)
    .where(ReviewRow.user_id == _USER, ReviewRow.duration_ms.is_not(None))
    .order_by(ReviewRow.reviewed_at.desc(), ReviewRow.id.desc())
    .limit(PACE_ANSWERS)
)
_RETENTION = (
    select(
        ReviewRow.logical_day - ReviewRow.last_day_before, ReviewRow.correct, ReviewRow.predicted
    )
    .where(
        ReviewRow.user_id == _USER,
        ReviewRow.undone_at.is_(None),
        ReviewRow.state_before == State.REVIEW,
    )
    .order_by(ReviewRow.reviewed_at.desc(), ReviewRow.id.desc())
    .limit(RETENTION_REVIEWS)
)


def dashboard(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> Dashboard:
    """Return the first page of a learner."""
    calendar = preferences.get(db, user_id=user_id).calendar
    today = calendar.day_of(now_ms)
    days = _days(db, user_id)
    answers = {day: reviews for day, (reviews, _right) in days.items()}
    queue = Queue(db, bank, user_id=user_id, now_ms=now_ms)
    left = queue.left()
    memories = _memories(db, user_id)
    live = {question.uid for question in bank.live}
    return Dashboard(
        counts=left.counts,
        minutes=_minutes(db, user_id, [*left.learning, *left.due, *left.new]),
        next_due_ms=None if left.counts.total else queue.next_due_ms(),
        forecast=_forecast(db, user_id, today, left.backlog + left.buried),
        heatmap=heatmap(answers, today),
        streak=streak(answers, today),
        today=answers.get(today, 0),
        accuracy=_accuracy(days, since=today - ACCURACY_DAYS + 1),
        seen=len(memories.keys() & live),
        total=len(live),
        mastery=_mastery(bank, memories, today),
        undoable=undoable(db, user_id=user_id),
    )


def progress(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> Progress:
    """Return the progress page of a learner."""
    calendar = preferences.get(db, user_id=user_id).calendar
    today = calendar.day_of(now_ms)
    days = _days(db, user_id)
    answers = {day: reviews for day, (reviews, _right) in days.items()}
    return Progress(
        heatmap=heatmap(answers, today),
        streak=streak(answers, today),
        longest_streak=longest_streak(answers),
        answers=sum(answers.values()),
        accuracy=_accuracy(days, since=today - ACCURACY_DAYS + 1),
        mastery=_mastery(bank, _memories(db, user_id), today),
        retention=retention(db.execute(_RETENTION, {"user_id": user_id}).all()),
    )


def heatmap(answers: Mapping[int, int], today: int) -> tuple[DayDone, ...]:
    """Return 46 weeks of days, from a Monday to today."""
    first = monday_of(today) - 7 * (HEATMAP_WEEKS - 1)
    return tuple(
        DayDone(
            day,
            date_of(day).isoformat(),
            answers.get(day, 0),
            sum(answers.get(day, 0) >= least for least in LEVELS),
        )
        for day in range(first, today + 1)
    )


def retention(reviews: Iterable[Sequence[float | None]]) -> tuple[RetentionPoint, ...]:
    """Return how often reviews were right, by the days since the one before.

    `reviews`: (days, right, predicted) each. Bands without a review are left out, and so are
    reviews on the day of the one before: the model does not claim to know those.
    """
    bands: defaultdict[tuple[int, int | None], list[tuple[float, float]]] = defaultdict(list)
    for days, right, predicted in reviews:
        for first, last in RETENTION_BANDS:
            if days is not None and first <= days and (last is None or days <= last):
                bands[first, last].append((float(right or 0), predicted or 0.0))
    return tuple(
        RetentionPoint(
            first,
            last,
            len(found),
            sum(right for right, _ in found) / len(found),
            sum(predicted for _, predicted in found) / len(found),
        )
        for first, last in RETENTION_BANDS
        if (found := bands.get((first, last)))
    )


def _days(db: Session, user_id: int) -> dict[int, tuple[int, int]]:
    """Return {day: (answers, right ones)} of the days with an answer."""
    rows = db.execute(_DAYS, {"user_id": user_id})
    return {day: (reviews, right) for day, reviews, right in rows}


def _accuracy(days: Mapping[int, tuple[int, int]], *, since: int) -> float | None:
    answers = sum(reviews for day, (reviews, _right) in days.items() if day >= since)
    right = sum(right for day, (_reviews, right) in days.items() if day >= since)
    return right / answers if answers else None


def _forecast(db: Session, user_id: int, today: int, waiting: int) -> tuple[DayLoad, ...]:
    """Return the load of each day; `waiting` cards are due but put off until tomorrow."""
    loads: Counter[int] = Counter({today: -waiting, today + 1: waiting})
    until = today + FORECAST_DAYS
    for due_day, cards in db.execute(_DUE_DAYS, {"user_id": user_id, "until": until}):
        loads[max(today, due_day or 0)] += cards
    return tuple(DayLoad(day, date_of(day).isoformat(), loads[day]) for day in range(today, until))


def _minutes(db: Session, user_id: int, questions: Sequence[Question]) -> int:
    """Return how long some questions will take: own medians by kind, else the author's figure."""
    if not questions:
        return 0
    times: defaultdict[str, list[int]] = defaultdict(list)
    for kind, duration_ms in db.execute(_TIMES, {"user_id": user_id}):
        times[kind].append(duration_ms or 0)
    usual = {kind: median(found) for kind, found in times.items()}
    total_ms = sum(usual.get(question.kind, question.target_s * 1000) for question in questions)
    return max(1, round(total_ms / 60_000))


def _memories(db: Session, user_id: int) -> dict[str, Memory]:
    rows = db.execute(_MEMORIES, {"user_id": user_id})
    return {
        uid: Memory(_STATES[state], step, stability, difficulty, last_day)
        for uid, state, step, stability, difficulty, last_day in rows
    }


def _mastery(bank: Bank, memories: Mapping[str, Memory], today: int) -> tuple[TopicMastery, ...]:
    by_topic: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in bank.live:
        by_topic[question.track, question.topic].append(question)
    return tuple(
        _topic_mastery(track.slug, topic.slug, topic.title, questions, memories, today)
        for track in bank.tracks
        for topic in track.topics
        if (questions := by_topic.get((track.slug, topic.slug)))
    )


def _topic_mastery(
    track: str,
    topic: str,
    title: Text,
    questions: Sequence[Question],
    memories: Mapping[str, Memory],
    today: int,
) -> TopicMastery:
    shares = [
        known(chance, question.guess_rate)
        for question in questions
        if (memory := memories.get(question.uid)) is not None
        and (chance := recall(memory, day=today)) is not None
    ]
    found = mastery(shares)
    return TopicMastery(
        track=track,
        topic=topic,
        title=title,
        seen=len(shares),
        total=len(questions),
        estimate=found.estimate if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
    )
