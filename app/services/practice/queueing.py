"""Which question comes next.

Learning steps that are due, then due reviews by how late they are for their interval, then new
questions in the order of the curriculum; when nothing else is left, learning steps due within
twenty minutes. The log is never scanned, and the uids of all cards are read only for new questions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice

from sqlalchemy import Float, bindparam, cast, func, select
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.cards import LEARNING, REVIEWING, UNANSWERED, CardRow
from app.db.days import DayRow
from app.db.rows import rows
from app.domain.kinds import Question
from app.domain.queue import BLOCK, interleaved, long_ones_apart, without_siblings
from app.services import preferences
from app.services.practice.pages import Next, QueueCounts, QueueItem
from app.services.preferences import Preferences

AHEAD_MS = 20 * 60_000
"""Learning steps due this soon are shown when nothing else is left."""
MOST_LEARNING = 200
_PAGE = 2 * BLOCK
RANKED = 12 * _PAGE
"""Due reviews ranked at a time. Of a greater backlog those due longest come first."""

_MINE = CardRow.user_id == bindparam("user_id")
_AWAKE = CardRow.hidden_until <= bindparam("now")
LEARNING_DUE = (
    select(CardRow.uid, CardRow.due_at)
    .where(_MINE, LEARNING, CardRow.due_at <= bindparam("until"), _AWAKE)
    .order_by(CardRow.due_at, CardRow.id)
    .limit(MOST_LEARNING)
)
# Ranking has to look at every card it ranks; the index gives those due longest.
_LONGEST_DUE = (
    select(CardRow.id, CardRow.uid, CardRow.due_at, CardRow.due_day, CardRow.last_day)
    .where(_MINE, REVIEWING, CardRow.due_at <= bindparam("now"), _AWAKE)
    .order_by(CardRow.due_at, CardRow.id)
    .limit(RANKED)
    .offset(bindparam("beyond"))
    .subquery()
)
# As `app.domain.queue.overdueness`.
_INTERVAL = _LONGEST_DUE.c.due_day - _LONGEST_DUE.c.last_day
_LATENESS = cast(bindparam("today") - _LONGEST_DUE.c.last_day, Float) / _INTERVAL
REVIEWS_DUE = (
    select(_LONGEST_DUE.c.uid, _LONGEST_DUE.c.due_at)
    .order_by(_LATENESS.desc(), _LONGEST_DUE.c.due_at, _LONGEST_DUE.c.id)
    .limit(_PAGE)
    .offset(bindparam("offset"))
)
_DUE_UIDS = select(CardRow.uid).where(_MINE, REVIEWING, CardRow.due_at <= bindparam("now"), _AWAKE)
_ANSWERED_TODAY = (
    select(CardRow.uid)
    .where(_MINE, CardRow.last_day >= bindparam("today"))
    .order_by(CardRow.last_review_at)
)
# One string of all uids: ten thousand rows would cost ten times as much to fetch. Both queries are
# answered from an index alone.
_WITH_A_CARD = select(func.aggregate_strings(CardRow.uid, " ")).where(_MINE)
_UNANSWERED = select(CardRow.uid).where(_MINE, UNANSWERED, CardRow.suspended_at.is_(None), _AWAKE)
_MY_DAY = (DayRow.user_id == bindparam("user_id")) & (DayRow.day == bindparam("today"))
_TODAY = select(DayRow.introduced, DayRow.due).where(_MY_DAY)
_NEXT_LEARNING = select(func.min(CardRow.due_at)).where(_MINE, LEARNING)
_NEXT_REVIEW = select(func.min(CardRow.due_at)).where(
    _MINE, REVIEWING, CardRow.due_at > bindparam("now")
)


# All that counting needs, in one go. Every list is a string, like that of the cards above.
_LEFT = select(
    *(
        select(func.aggregate_strings(found.c.uid, " ")).scalar_subquery()
        for found in (
            LEARNING_DUE.subquery(),
            _DUE_UIDS.subquery(),
            _ANSWERED_TODAY.order_by(None).subquery(),
        )
    ),
    *(
        select(column).where(_MY_DAY).scalar_subquery()
        for column in (DayRow.introduced, DayRow.due)
    ),
)


def next_card(db: Session, bank: Bank, *, user_id: int, now_ms: int, counted: bool = True) -> Next:
    """Return what to practise now. `counted=False` saves the counting (counts is None)."""
    queue = Queue(db, bank, user_id=user_id, now_ms=now_ms)
    item = next(queue.items(), None)
    return Next(
        item=item,
        counts=queue.left().counts if counted else None,
        next_due_ms=queue.next_due_ms() if item is None else None,
    )


def left_today(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> QueueCounts:
    """Return how much is left for today."""
    return Queue(db, bank, user_id=user_id, now_ms=now_ms).left().counts


def due_queue(
    db: Session, bank: Bank, *, user_id: int, now_ms: int, limit: int = 50
) -> tuple[QueueItem, ...]:
    """Return the queue as it stands; a shorter limit gives a prefix of a longer one."""
    return tuple(islice(Queue(db, bank, user_id=user_id, now_ms=now_ms).items(), limit))


@dataclass(frozen=True, slots=True)
class Left:
    """The questions left for today, in no particular order, and how many have to wait."""

    learning: tuple[Question, ...]
    due: tuple[Question, ...]
    new: tuple[Question, ...]
    backlog: int
    buried: int

    @property
    def counts(self) -> QueueCounts:
        """How many there are of each."""
        return QueueCounts(
            len(self.learning), len(self.due), len(self.new), self.backlog, self.buried
        )


class Queue:
    """One learner's queue at one moment. Asks the database only for what is looked at."""

    def __init__(self, db: Session, bank: Bank, *, user_id: int, now_ms: int) -> None:
        """Read the learner's settings; nothing else yet."""
        self._db = db
        self._bank = bank
        self._now = now_ms
        self._prefs: Preferences = preferences.get(db, user_id=user_id)
        self._today = self._prefs.calendar.day_of(now_ms)
        self._facts = {"user_id": user_id, "now": now_ms, "today": self._today}

    def items(self) -> Iterator[QueueItem]:
        """Yield the queue, each question at most once."""
        anything = False
        for item in self._in_time():
            anything = True
            yield item
        if not anything:
            for question, due in self._learning(self._now + AHEAD_MS):
                yield QueueItem(question.slug, "ahead", due)

    def left(self) -> Left:
        """Return everything that is left for today."""
        facts = {**self._facts, "until": self._now}
        steps, reviews, answered, introduced, reviewed = rows(self._db, _LEFT, facts).one()
        self._done = (introduced or 0, reviewed or 0)
        self._answered_skills = frozenset(map(_skill, self._known(answered)))
        learning = tuple(q for q in self._known(steps) if q.status == "live")
        due = [q for q in self._known(reviews) if q.status == "live"]
        apart = tuple(self._apart(due))
        allowed = apart[: self._reviews_allowed]
        taken = {_skill(question) for question in allowed}
        return Left(
            learning=learning,
            due=allowed,
            new=tuple(islice(self._new(taken), self._new_allowed)),
            backlog=len(apart) - len(allowed),
            buried=len(due) - len(apart),
        )

    def next_due_ms(self) -> int | None:
        """Return when the next card comes back, None if nothing is scheduled."""
        times = (
            rows(self._db, query, self._facts).scalar() for query in (_NEXT_LEARNING, _NEXT_REVIEW)
        )
        return min((time for time in times if time is not None), default=None)

    def _in_time(self) -> Iterator[QueueItem]:
        for question, due in self._learning(self._now):
            yield QueueItem(question.slug, "learning", due)
        taken: set[str] = set()
        reviews = interleaved(
            islice(self._reviews(), self._reviews_allowed), lambda pair: pair[0].topic, self._after
        )
        last = self._after
        for question, due in reviews:
            taken.add(_skill(question))
            last = question.topic
            yield QueueItem(question.slug, "due", due)
        fresh = islice(self._new(taken), self._new_allowed)
        mixed = interleaved(fresh, lambda question: question.topic, last)
        for question in long_ones_apart(mixed, _is_long):
            yield QueueItem(question.slug, "new", None)

    def _learning(self, until_ms: int) -> Iterator[tuple[Question, int | None]]:
        for uid, due in rows(self._db, LEARNING_DUE, {**self._facts, "until": until_ms}).all():
            question = self._live(uid)
            if question is not None:
                yield question, due

    def _reviews(self) -> Iterator[tuple[Question, int | None]]:
        """Yield the due reviews, the latest for their interval first, without siblings."""
        found = ((self._live(uid), due) for uid, due in self._ranked())
        known = ((question, due) for question, due in found if question is not None)
        if not self._prefs.bury_siblings:
            return known
        return without_siblings(known, lambda pair: _skill(pair[0]), self._answered_skills)

    def _ranked(self) -> Iterator[tuple[str, int | None]]:
        for place in count(step=_PAGE):
            beyond, offset = divmod(place, RANKED)
            facts = {**self._facts, "beyond": beyond * RANKED, "offset": offset}
            found = rows(self._db, REVIEWS_DUE, facts).all()
            yield from ((uid, due) for uid, due in found)
            if len(found) < _PAGE:
                return

    def _known(self, uids: str | None) -> Iterator[Question]:
        found = (self._bank.by_uid(uid) for uid in (uids or "").split())
        return (question for question in found if question is not None)

    def _new(self, taken: set[str]) -> Iterator[Question]:
        """Yield questions never answered, in curriculum order, no siblings of those taken."""
        if self._new_allowed == 0:
            return iter(())
        started = set((rows(self._db, _WITH_A_CARD, self._facts).scalar() or "").split())
        started -= set(rows(self._db, _UNANSWERED, self._facts).scalars())
        fresh = (question for question in self._bank.live if question.uid not in started)
        exercises = len(started & self._bank.exercises)
        return long_ones_apart(
            self._apart(fresh, frozenset(taken)),
            _is_long,
            short=len(started) - exercises,
            long=exercises,
        )

    def _apart(
        self, questions: Iterable[Question], taken: frozenset[str] = frozenset()
    ) -> Iterator[Question]:
        if not self._prefs.bury_siblings:
            return iter(questions)
        return without_siblings(questions, _skill, self._answered_skills | taken)

    @cached_property
    def _done(self) -> tuple[int, int]:
        """New questions and due reviews answered today."""
        row = rows(self._db, _TODAY, self._facts).one_or_none()
        return (row[0], row[1]) if row is not None else (0, 0)

    @property
    def _new_allowed(self) -> int:
        return max(0, self._prefs.new_per_day - self._done[0])

    @property
    def _reviews_allowed(self) -> int:
        return max(0, self._prefs.reviews_per_day - self._done[1])

    @cached_property
    def _answered(self) -> list[Question]:
        """The questions answered today, the last one last."""
        found = (
            self._bank.by_uid(uid) for uid in rows(self._db, _ANSWERED_TODAY, self._facts).scalars()
        )
        return [question for question in found if question is not None]

    @cached_property
    def _answered_skills(self) -> frozenset[str]:
        return frozenset(_skill(question) for question in self._answered)

    @property
    def _after(self) -> str | None:
        return self._answered[-1].topic if self._answered else None

    def _live(self, uid: str) -> Question | None:
        question = self._bank.by_uid(uid)
        return question if question is not None and question.status == "live" else None


def _is_long(question: Question) -> bool:
    return question.kind == "code"


def _skill(question: Question) -> str:
    return question.skills[0]
