"""Short answers: a name is the point, and it has few spellings."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.kinds.base import Part, QuestionBase, Strict
from app.domain.text import Text

Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Rule(Strict):
    """A spelling: either a text, or a regular expression that must match the whole answer."""

    text: Pattern | None = None
    regex: Pattern | None = None


class ShortError(Strict):
    """A wrong name that is often given, and what to say about it."""

    match: tuple[Rule, ...] = Field(min_length=1)
    say: Text


class ShortFixtures(Strict):
    """Answers that must be accepted and answers that must not."""

    right: tuple[str, ...] = Field(min_length=1)
    wrong: tuple[str, ...] = Field(min_length=1)


class ShortBody(Part):
    """A name to be typed: a whole question, or a gap of a cloze."""

    accept: tuple[Rule, ...] = Field(min_length=1)
    common_errors: tuple[ShortError, ...] = ()
    fixtures: ShortFixtures


class ShortQuestion(ShortBody, QuestionBase):
    """One name."""

    kind: Literal["short"]
