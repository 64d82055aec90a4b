"""Browsing and searching the questions, with what the learner knows of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.bank.bank import Bank
from app.db.cards import CardRow
from app.db.marks import MarkRow
from app.domain.kinds import KINDS, Question
from app.domain.scheduling import Rating, State
from app.domain.text import Text

Status = Literal["new", "due", "learning", "scheduled", "suspended"]
StatusFilter = Literal["due", "new", "wrong", "flagged", "suspended", "learning", "scheduled"]
STATUSES = ("due", "new", "wrong", "flagged", "suspended")
"""Those that are offered as filters, in the order shown."""
DIFFICULTIES = (1, 2, 3, 4, 5)
PAGE_SIZE = 30
LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for. Unknown values match nothing: see `unknown`."""

    track: str | None = None
    topic: str | None = None
    kind: str | None = None
    difficulty: int | None = None
    status: str | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list. `status` is the one to show; `flagged` and `wrong` add to it."""

    question: Question
    slug: str
    title: Text
    track: Text
    topic: Text
    status: Status
    flagged: bool
    wrong: bool
    """The last answer was wrong."""
    due_ms: int | None
    seen: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many questions it would leave, the other filters as they are.

    `title` is None where the interface names the value itself (kinds, difficulties, statuses).
    """

    value: str
    title: Text | None
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """One page of the list, counted from 1.

    `facets` has the keys track, topic (those of the chosen track), kind, difficulty and status.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    filters: Filters
    facets: Mapping[str, tuple[Choice, ...]]
    suggestion: str | None = None
    """What a search that found nothing may have meant."""


@dataclass(frozen=True, slots=True)
class _Standing:
    status: Status = "new"
    wrong: bool = False
    flagged: bool = False
    due_ms: int | None = None
    seen: int = 0

    @property
    def labels(self) -> frozenset[str]:
        """Every status filter that this matches."""
        extra = [name for name in ("wrong", "flagged") if getattr(self, name)]
        return frozenset([self.status, *extra])


_UNTOUCHED = _Standing()
_CARDS = select(
    CardRow.uid,
    CardRow.state,
    CardRow.due_at,
    CardRow.last_rating,
    CardRow.reps,
    CardRow.suspended_at,
).where(CardRow.user_id == bindparam("user_id"))
_FLAGS = select(MarkRow.uid).where(MarkRow.user_id == bindparam("user_id"), MarkRow.flagged)


def browse(
    db: Session,
    bank: Bank,
    *,
    user_id: int | None,
    now_ms: int,
    filters: Filters,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> BrowsePage:
    """Return the questions that match: by relevance when searching, else in curriculum order."""
    standing = _standing(db, user_id, now_ms)
    found = _searched(bank, filters.q)
    tests = _tests(filters, standing)
    matching = [question for question in found if all(test(question) for test in tests.values())]
    pages = max(1, -(-len(matching) // page_size))
    page = min(max(1, page), pages)
    shown = matching[(page - 1) * page_size : page * page_size]
    titles = _titles(bank)
    return BrowsePage(
        rows=tuple(
            _row(question, standing.get(question.uid, _UNTOUCHED), titles) for question in shown
        ),
        total=len(matching),
        page=page,
        pages=pages,
        filters=filters,
        facets=_facets(bank, found, tests, filters, standing),
        suggestion=bank.suggest(filters.q) if filters.q and not found else None,
    )


def unknown(bank: Bank, filters: Filters) -> dict[str, tuple[str, ...]]:
    """Return the filters whose values do not exist, each with the values that do."""
    allowed = {
        "track": tuple(track.slug for track in bank.tracks),
        "topic": tuple(topic.slug for track in bank.tracks for topic in track.topics),
        "kind": KINDS,
        "difficulty": tuple(map(str, DIFFICULTIES)),
        "status": get_args(StatusFilter),
    }
    return {
        name: values
        for name, values in allowed.items()
        if (value := getattr(filters, name)) is not None and str(value) not in values
    }


def _standing(db: Session, user_id: int | None, now_ms: int) -> dict[str, _Standing]:
    if user_id is None:
        return {}
    flagged = set(db.scalars(_FLAGS, {"user_id": user_id}))
    standing = {uid: _Standing(flagged=True) for uid in flagged}
    for uid, state, due, last_rating, reps, suspended in db.execute(_CARDS, {"user_id": user_id}):
        standing[uid] = _Standing(
            status=_status(state, due, now_ms, suspended=suspended is not None),
            wrong=last_rating == Rating.AGAIN,
            flagged=uid in flagged,
            due_ms=due,
            seen=reps,
        )
    return standing


def _status(state: int, due: int | None, now_ms: int, *, suspended: bool) -> Status:
    if suspended:
        return "suspended"
    if state == State.NEW or due is None:
        return "new"
    if due <= now_ms:
        return "due"
    return "scheduled" if state == State.REVIEW else "learning"


def _searched(bank: Bank, q: str) -> Sequence[Question]:
    query = q.strip()[:LONGEST_QUERY]
    if not query:
        return bank.live
    found = (bank.get(slug) for slug in bank.search(query))
    return [question for question in found if question is not None and question.status == "live"]


_Test = Callable[[Question], bool]


def _tests(filters: Filters, standing: Mapping[str, _Standing]) -> dict[str, _Test]:
    """Return a test for every filter that is set, by the name of its facet."""
    tests: dict[str, _Test] = {}
    if filters.track is not None:
        tests["track"] = lambda question: question.track == filters.track
    if filters.topic is not None:
        tests["topic"] = lambda question: question.topic == filters.topic
    if filters.kind is not None:
        tests["kind"] = lambda question: question.kind == filters.kind
    if filters.difficulty is not None:
        tests["difficulty"] = lambda question: question.difficulty == filters.difficulty
    if filters.status is not None:
        tests["status"] = lambda question: (
            filters.status in standing.get(question.uid, _UNTOUCHED).labels
        )
    return tests


def _facets(
    bank: Bank,
    found: Sequence[Question],
    tests: Mapping[str, _Test],
    filters: Filters,
    standing: Mapping[str, _Standing],
) -> dict[str, tuple[Choice, ...]]:
    def counts(facet: str, values: Callable[[Question], Iterable[str]]) -> Counter[str]:
        # A topic belongs to one track: choosing another track must not leave every count at zero.
        free = {facet, "topic"} if facet == "track" else {facet}
        others = [test for name, test in tests.items() if name not in free]
        return Counter(
            value
            for question in found
            if all(test(question) for test in others)
            for value in values(question)
        )

    by_track = counts("track", lambda question: [question.track])
    by_topic = counts("topic", lambda question: [question.topic])
    by_kind = counts("kind", lambda question: [question.kind])
    by_difficulty = counts("difficulty", lambda question: [str(question.difficulty)])
    by_status = counts("status", lambda question: standing.get(question.uid, _UNTOUCHED).labels)
    chosen = None if filters.difficulty is None else str(filters.difficulty)
    return {
        "track": tuple(
            Choice(track.slug, track.title, by_track[track.slug], track.slug == filters.track)
            for track in bank.tracks
        ),
        "topic": tuple(
            Choice(topic.slug, topic.title, by_topic[topic.slug], topic.slug == filters.topic)
            for track in bank.tracks
            if track.slug == filters.track
            for topic in track.topics
        ),
        "kind": _plain(KINDS, by_kind, filters.kind),
        "difficulty": _plain([str(level) for level in DIFFICULTIES], by_difficulty, chosen),
        "status": _plain(STATUSES, by_status, filters.status),
    }


def _plain(
    values: Iterable[str], counts: Mapping[str, int], chosen: str | None
) -> tuple[Choice, ...]:
    return tuple(Choice(value, None, counts.get(value, 0), value == chosen) for value in values)


def _titles(bank: Bank) -> dict[tuple[str, str], tuple[Text, Text]]:
    return {
        (track.slug, topic.slug): (track.title, topic.title)
        for track in bank.tracks
        for topic in track.topics
    }


def _row(
    question: Question, standing: _Standing, titles: Mapping[tuple[str, str], tuple[Text, Text]]
) -> Row:
    plain = Text(zh=question.track, en=question.track), Text(zh=question.topic, en=question.topic)
    track, topic = titles.get((question.track, question.topic), plain)
    return Row(
        question=question,
        slug=question.slug,
        title=question.title,
        track=track,
        topic=topic,
        status=standing.status,
        flagged=standing.flagged,
        wrong=standing.wrong,
        due_ms=standing.due_ms,
        seen=standing.seen,
    )
