"""What the practice pages are told. Times are milliseconds since the epoch, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.followups import FollowUp
    from app.domain.grade import Answer, Grade
    from app.domain.kinds import Question
    from app.domain.scheduling import Rating, State
    from app.domain.text import Lang, Text
    from app.domain.variants import Variant


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is known of one learner and one question. `version` goes into the form."""

    version: int
    state: State
    seen: int
    """Reviews that count."""
    lapses: int
    last_seen_ms: int | None
    last_rating: Rating | None
    due_ms: int | None
    recall: float | None
    """Probability (0 to 1) of a right answer today."""
    stability_days: float | None
    suspended: bool
    hidden_until_ms: int
    """Skipped until then; 0: not skipped."""
    flagged: bool
    note: str


@dataclass(frozen=True, slots=True)
class Showing:
    """One question as it is put to one learner now.

    The form carries back: client_id (made by the page), `card.version`, `revision`,
    `variant.index`, `shown_ms`, hints used.
    """

    question: Question
    slug: str
    revision: str
    variant: Variant
    order: Mapping[str, tuple[str, ...]]
    """Shown order of ids: {"options": (…)}, {"gaps.<id>": (…)}, {"right": (…)}, {"items": (…)}."""
    values: Mapping[str, str]
    """What to put into {{…}}, in `lang`."""
    lang: Lang
    shown_ms: int
    early: bool
    """True when the card is not due yet (or is put off): practice of the learner's own choosing."""
    card: CardFacts


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An answer that could not be read. It is not wrong, and nothing was recorded."""

    showing: Showing
    answer: Answer
    message: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer, for the feedback page.

    `question`, `variant`, `order`, `values` are those that were shown. `previews` says when the
    card would be due after each rating; `rating` is the one in force.
    """

    attempt_id: int
    review_id: int | None
    """None once the answer was undone."""
    question: Question
    slug: str
    revision: str
    outdated: bool
    """True when the text answered is forgotten: `question` is today's, and may differ."""
    variant: Variant
    order: Mapping[str, tuple[str, ...]]
    values: Mapping[str, str]
    lang: Lang
    answer: Answer
    grade: Grade
    score: float
    """Of the grade, after the hints used have cost their share."""
    key: Any
    key_text: str
    proposed: Rating
    rating: Rating
    choices: tuple[Rating, ...]
    """Ratings to change to. Empty: the answer was taken back, or a newer one stands."""
    previews: Mapping[Rating, int]
    due_ms: int | None
    """When the card comes back by this answer; None when the answer is no longer its latest."""
    card: CardFacts
    followups: tuple[FollowUp, ...]
    assessable: bool
    """Open questions: the learner may tick which points were made (`practice.assess`)."""
    assessed: tuple[str, ...] | None
    hints_used: int
    duration_ms: int | None
    answered_ms: int
    replayed: bool
    """True when this answer had been recorded before (same client_id): nothing happened again."""

    supplanted: bool = False
    """True when what was sent this time differs from the answer recorded before, which stands."""

    @property
    def ticked(self) -> frozenset[str]:
        """Return the points of an open answer that count: as judged, else as its words suggest."""
        return self.grade.hits if self.assessed is None else frozenset(self.assessed)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How much is left. `backlog` counts due reviews beyond today's limit, `buried` siblings."""

    learning: int
    due: int
    new: int
    backlog: int = 0
    buried: int = 0

    @property
    def total(self) -> int:
        """Return how many questions are left for today."""
        return self.learning + self.due + self.new


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One place in the queue."""

    slug: str
    why: Literal["learning", "due", "new", "ahead"]
    due_ms: int | None


@dataclass(frozen=True, slots=True)
class Next:
    """The question to practise now, or why there is none.

    `item` None: done for now; `next_due_ms` says when a card returns (None: nothing scheduled).
    """

    item: QueueItem | None
    counts: QueueCounts | None
    next_due_ms: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """Which answer was taken back."""

    attempt_id: int
    slug: str | None
    """None when the question has left the bank."""
    left: int
    """How many more answers can be taken back."""
