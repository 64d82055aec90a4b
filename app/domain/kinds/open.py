"""Open questions: a text, graded by the points that an interviewer would tick."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StringConstraints

from app.domain.followups import Cue
from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase, Strict
from app.domain.text import Text


class Point(Strict):
    """One assertion that can be ticked alone. Without a `must` point the score is at most 0.5."""

    id: Id
    weight: StrictInt | StrictFloat = Field(gt=0, le=10)
    must: StrictBool
    text: Text
    cues: tuple[Cue, ...] = Field(min_length=1)


class OpenError(Strict):
    """A misconception that its words give away. Shown as a hint; never subtracts points."""

    cues: tuple[Cue, ...] = Field(min_length=1)
    say: Text


class Rubric(Strict):
    """What is ticked."""

    points: tuple[Point, ...] = Field(min_length=1, max_length=10)
    common_errors: tuple[OpenError, ...] = ()


class OpenFixture(Strict):
    """An answer with the points and the errors (positions from 0) that its words suggest."""

    answer: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    hits: tuple[Id, ...]
    errors: tuple[StrictInt, ...]


class OpenQuestion(QuestionBase):
    """A text of one's own."""

    kind: Literal["open"]
    rubric: Rubric
    model_answer: Text
    fixtures: tuple[OpenFixture, ...] = Field(min_length=1)
