"""What grading says: a score, what was recognised, or why the answer could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self, TypeAlias

from app.domain.text import Text

Answer: TypeAlias = str | list[str] | dict[str, str] | dict[str, str | list[str]]
"""What a learner sends, before it is read.

single, truefalse: an option id. multi: option ids. numeric, short: what was typed. cloze: gap id ->
what was chosen or typed. order: item ids in order, or item id -> position typed. match: pair id ->
id of the right card. open: {"text": what was written, "points": rubric ids ticked}.
"""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence of feedback, about the whole answer or one part of it (option, gap, pair…)."""

    text: Text
    about: str | None = None
    tone: Literal["right", "wrong", "hint"] = "wrong"


@dataclass(frozen=True, slots=True)
class Grade:
    """The outcome of grading one answer.

    `score` is in [0, 1], or None when the answer could not be read: unreadable is not wrong, and
    such an answer leaves no trace. `hits` and `missed` are ids of parts (options, gaps, pairs,
    rubric points) for follow-up questions.
    """

    score: float | None
    correct: bool = False
    remarks: tuple[Remark, ...] = ()
    unreadable: Text | None = None
    hits: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    parts: Mapping[str, bool] = field(default_factory=dict)
    near: bool = False
    """Right within a loose tolerance only (numeric)."""

    @classmethod
    def rejected(cls, why: Text) -> Self:
        """Return the grade of an answer that could not be read."""
        return cls(score=None, unreadable=why)
