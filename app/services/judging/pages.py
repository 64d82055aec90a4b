"""What the coding pages are told. Times are milliseconds since the epoch, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["queued", "running", "done"]
Mode = Literal["submit", "run"]


@dataclass(frozen=True, slots=True)
class Submission:
    """One source handed in. `document` is the judge's, None until it is done."""

    id: int
    slug: str
    uid: str
    revision: str
    mode: Mode
    status: Status
    source: str
    arguments: str | None
    verdict: str | None
    document: Mapping[str, Any] | None
    attempt_id: int | None
    created_ms: int
    finished_ms: int | None

    @property
    def done(self) -> bool:
        """Whether there is a verdict."""
        return self.status == "done"


@dataclass(frozen=True, slots=True)
class Line:
    """A submission in the history of a question."""

    id: int
    verdict: str | None
    score: float | None
    wall_ms: float | None
    created_ms: int


@dataclass(frozen=True, slots=True)
class Workspace:
    """The code in hand. `saved_ms` None: nothing was typed yet, `source` is the starter."""

    source: str
    saved_ms: int | None
    undoable: bool
    """Whether the last reset or restore can be taken back."""
    revealed: bool
    """Whether the learner gave up and was shown the solution."""
    solved: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A submission that was taken in.

    `fresh` is False when this client_id had been used before; `done` when it is judged already.
    """

    id: int
    user_id: int
    priority: int
    fresh: bool
    done: bool = False
