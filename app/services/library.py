"""Browsing and searching the questions, with what the learner knows of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.bank.bank import Bank
    from app.domain.kinds import Question
    from app.domain.text import Text

Status = Literal["new", "due", "learning", "scheduled", "wrong", "suspended", "flagged"]
STATUSES: tuple[Status, ...] = ("due", "new", "wrong", "flagged", "suspended")
"""Those that can be filtered by, in the order shown."""
PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for. Unknown values simply match nothing."""

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
    """One page of the list. `facets`: track, topic (of the chosen track), kind, difficulty, status."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    filters: Filters
    facets: Mapping[str, tuple[Choice, ...]]


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
    """Return the questions that match, ranked by relevance when searching, else in curriculum order."""
    raise NotImplementedError
