"""How a learner is doing: the dashboard and the progress page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.domain.text import Text
    from app.services.practice.pages import QueueCounts


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Cards due on one day of the forecast; `day` counts from 1970-01-01. Today includes overdue."""

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
    """Reviews after about `days` days: share answered right against what was predicted."""

    from_days: int
    to_days: int | None
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


def dashboard(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> Dashboard:
    """Return the first page of a learner."""
    raise NotImplementedError


def progress(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> Progress:
    """Return the progress page of a learner."""
    raise NotImplementedError
